import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestFn } from 'ava';
import { containers, engine, inNode } from './engine.js';
import { kind, kindOk } from './kind.js';
import { eventually, liveName, sweep } from './live.js';
import {
  auditPolicy,
  configOf,
  cpus,
  createSettingsCluster,
  memoryBytes,
  registryAuth,
  registryName,
  type SettingsCluster,
  secrets,
} from './settings-cluster.js';

let cluster: SettingsCluster | undefined;

test.before(async () => {
  await sweep();
  cluster = await createSettingsCluster();
});

test.after.always(async () => {
  await sweep();
  await cluster?.[Symbol.asyncDispose]();
});

const declare = test.serial as TestFn;
const live = (): SettingsCluster => {
  if (cluster === undefined) throw new Error('the cluster could not be created');
  return cluster;
};

/** What the kubelet reads in the place of the machine's facts. */
const seenByKubelet = (node: string) =>
  inNode(node, ['sh', '-c', 'grep MemTotal /proc/$(pidof kubelet)/root/proc/meminfo']);

declare('a node reports its limits as its capacity', async (t) => {
  const { controlPlane, kubectl } = live();
  const { status } = JSON.parse(await kubectl(['get', 'node', controlPlane, '--output=json']));
  const limits = { cpu: String(cpus), memory: `${memoryBytes / 2 ** 20}Mi` };
  t.like(status.capacity, limits);
  t.like(status.allocatable, limits);
});

declare('the limits of a node are its engine’s too', async (t) => {
  const script = `cd /sys/fs/cgroup
if [ -f memory.max ]; then cat memory.max cpu.max; else cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us; fi`;
  const limits = (await inNode(live().controlPlane, ['sh', '-c', script])).trim().split(/\s+/).map(Number);
  t.deepEqual(limits, [memoryBytes, cpus * 100_000, 100_000]);
});

declare('a node trusts the private authority, whose registry refuses who does not log in', async (t) => {
  const { controlPlane, image } = live();
  const pull = ['ctr', '-n', 'k8s.io', 'images', 'pull', '--hosts-dir', '/etc/containerd/certs.d', image];
  const error = await t.throwsAsync(inNode(controlPlane, pull));
  t.regex(error?.message ?? '', /401|unauthorized|authorization failed/i);
  t.notRegex(error?.message ?? '', /x509|certificate/);
});

declare('a pod runs an image of that registry without a secret of its own', async (t) => {
  const { apply, kubectl, image } = live();
  const container = { name: 'main', image, command: ['/bin/sh', '-c', 'echo pulled'] };
  const spec = { restartPolicy: 'Never', containers: [container] };
  await apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pulled' }, spec });
  await kubectl(['wait', 'pod/pulled', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=3m']);
  t.is(await kubectl(['logs', 'pulled']), 'pulled\n');
});

declare('a node has the credentials that were named, for root alone, and nobody else hears of them', async (t) => {
  const { name, controlPlane, created, image } = live();
  const file = '/var/lib/kubelet/config.json';
  t.is((await inNode(controlPlane, ['stat', '-c', '%a %U', file])).trim(), '600 root');
  t.deepEqual(JSON.parse(await inNode(controlPlane, ['cat', file])), {
    auths: { [image.split('/')[0] ?? '']: { auth: registryAuth } },
  });
  const spec = await inNode(controlPlane, ['cat', '/kind/cluster-spec.json']);
  const inspected = await engine(['inspect', `${name}-control-plane`]);
  for (const text of [created.stdout, created.stderr, spec, inspected])
    for (const secret of secrets) t.false(text.includes(secret));
});

declare('the audit log has what the policy asks for, and export logs brings it', async (t) => {
  const { name, kubectl, folder } = live();
  await kubectl(['create', 'configmap', 'audited', '--from-literal=key=seen-in-the-log']);
  const logs = join(folder.path, 'logs');
  await kindOk(['export', 'logs', logs, '--name', name]);
  const text = await readFile(join(logs, `${name}-control-plane`, 'kubernetes/audit.log'), 'utf8');
  const events = text
    .slice(0, text.lastIndexOf('\n'))
    .split('\n')
    .map((line) => JSON.parse(line));
  t.true(events.every(({ objectRef, verb }) => objectRef.resource === 'configmaps' && verb === 'create'));
  const event = events.find(({ objectRef, stage }) => objectRef.name === 'audited' && stage === 'ResponseComplete');
  t.is(event?.level, 'Request');
  t.is(event?.requestObject.data.key, 'seen-in-the-log');
});

declare('a node that is started again has its limits', async (t) => {
  const { controlPlane } = live();
  const before = await seenByKubelet(controlPlane);
  t.is(before.trim(), `MemTotal: ${memoryBytes / 1024} kB`);
  await engine(['restart', controlPlane]);
  t.is(await eventually(() => seenByKubelet(controlPlane)), before);
});

declare(
  'files that the settings cannot use are refused together, with their places, before anything is created',
  async (t) => {
    const name = liveName();
    const { path } = live().folder;
    const bad = join(path, 'bad-policy.yaml');
    await writeFile(bad, auditPolicy.replace('Request,', 'Requests,'));
    const input = JSON.stringify({
      ...configOf(path, 0),
      audit: { policy: bad },
      caCertificates: [join(path, 'missing.pem'), join(path, 'auth.json')],
    });
    const { exitCode, stderr } = await kind(['create', 'cluster', '--name', name, '--config', '-'], { input });
    t.is(exitCode, 2);
    t.true(stderr.includes(`${bad}:4:11: rules[0].level: expected None, Metadata, Request or RequestResponse`), stderr);
    t.true(
      stderr.includes(`${join(path, 'missing.pem')}: caCertificates[0]: expected a file that can be read`),
      stderr,
    );
    t.true(stderr.includes('caCertificates[1]: expected certificates in PEM, found none'), stderr);
    t.true(stderr.includes(`expected credentials for ${registryName}:0`), stderr);
    t.deepEqual(await containers(name), []);
  },
);
