import semver from 'semver';
import type { Check, EngineDetails, HostSubject } from '../../contracts/index.js';
import { KindError, messageOf } from '../../errors/index.js';
import { failed, ok, warning } from '../finding.js';

/** The oldest versions with what nodes need: private cgroup namespaces. */
const oldest: Readonly<Record<string, string>> = { docker: '20.10.0', podman: '4.0.0' };

export const engine: Check<HostSubject> = {
  code: 'ENGINE',
  title: 'container engine',
  async run(subject) {
    let details: EngineDetails;
    try {
      details = await subject.engine;
    } catch (error) {
      return failed({
        found: messageOf(error),
        why: 'Nodes are containers: without an engine there can be none.',
        cure: error instanceof KindError ? error.hint : 'Start the engine.',
      });
    }
    const { name, version, endpoint } = details;
    const found = `${name} ${version} answers at ${endpoint}`;
    const needed = oldest[name];
    // An engine that was built without a version has some other word there.
    const known = semver.coerce(version);
    if (needed === undefined || known === null || semver.gte(known, needed)) return ok(found);
    return warning({
      found,
      why: `Before ${needed}, ${name} lacks what nodes need, such as cgroup namespaces of their own.`,
      cure: `Install ${name} ${needed} or newer.`,
    });
  },
};

/** Storage drivers on which a node's own containers are slow or need devices of the host. */
const poorDrivers: Readonly<Record<string, string>> = {
  vfs: 'vfs copies every image layer whole: nodes take many gigabytes and minutes to start.',
  devicemapper: 'devicemapper is no longer maintained and needs /dev/mapper in every node.',
  zfs: 'On zfs the kubelet needs /dev/mapper, and older kernels cannot put overlayfs on it.',
  btrfs: 'On btrfs the kubelet needs /dev/mapper to see its disk.',
};

export const engineStorage: Check<HostSubject> = {
  code: 'ENGINE_STORAGE',
  title: 'engine storage driver',
  async run(subject) {
    const { storageDriver, name } = await subject.engine;
    if (storageDriver === undefined) throw new Error(`${name} does not tell its storage driver`);
    const why = poorDrivers[storageDriver];
    if (why === undefined) return ok(`${name} uses ${storageDriver}`);
    const cure = `Let ${name} use overlay storage (docker: "storage-driver": "overlay2" in /etc/docker/daemon.json; podman: driver = "overlay" in /etc/containers/storage.conf).`;
    return warning({ found: `${name} uses ${storageDriver}`, why, cure });
  },
};

const mostSkewMs = 5_000;
const fatalSkewMs = 60_000;

export const clock: Check<HostSubject> = {
  code: 'CLOCK',
  title: 'clock',
  async run(subject) {
    const { clockAheadMs, name } = await subject.engine;
    if (clockAheadMs === undefined) throw new Error(`${name} does not tell its time`);
    const skew = Math.abs(clockAheadMs);
    if (skew <= mostSkewMs) return ok(`${name} has the same time as we have`);
    const seconds = Math.round(skew / 1000);
    const trouble = {
      found: `The clock of ${name} is ${seconds} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} ours`,
      why: 'Certificates are made here and checked there: on a clock that is behind they are not valid yet.',
      cure: `Restart the virtual machine of ${name}, or synchronise the clocks: sudo chronyc makestep`,
    };
    return skew > fatalSkewMs ? failed(trouble) : warning(trouble);
  },
};
