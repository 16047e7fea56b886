import type Dockerode from 'dockerode';
import type { MountSpec, NodeResources, NodeSpec } from '../../core/contracts/provider.js';
import type { Traits } from './dialect.js';
import type { Engine } from './engine.js';
import { clusterLabel, roleLabel } from './labels.js';
import { type BoundPort, portOptions } from './ports.js';

/** What a container of a node is made of, besides the spec itself. */
export interface Parts {
  readonly traits: Traits;
  readonly ports: readonly BoundPort[];
  /** Those of `optionalHostPaths` that the engine's machine has. */
  readonly hostPaths: ReadonlySet<string>;
}

/** dockerode's types lag behind the API. */
type ContainerOptions = Dockerode.ContainerCreateOptions & {
  readonly HostConfig: { readonly CgroupnsMode: 'private' };
};

export const optionalHostPaths = ['/lib/modules', '/dev/mapper', '/dev/fuse'];

const ipv6Sysctls = { 'net.ipv6.conf.all.disable_ipv6': '0', 'net.ipv6.conf.all.forwarding': '1' };

/** The container of a node, equal in effect to what upstream runs. */
export function containerOptions(engine: Engine, spec: NodeSpec, parts: Parts): ContainerOptions {
  const { exposed, bindings } = portOptions(parts.ports);
  const { HostConfig, ...program } = spec.command ? plainProgram(spec.command) : systemd(spec, parts);
  return {
    name: spec.name,
    Hostname: spec.name,
    Image: engine.dialect.imageReference(spec.image),
    // The entrypoint and systemd write their boot messages to a terminal only.
    Tty: true,
    Labels: { [clusterLabel]: spec.cluster, [roleLabel]: spec.role },
    Env: Object.entries({ ...engine.dialect.env, ...spec.env }).map(([name, value]) => `${name}=${value}`),
    ...program,
    ExposedPorts: exposed,
    HostConfig: {
      ...HostConfig,
      SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
      PortBindings: bindings,
      NetworkMode: spec.network.name,
      RestartPolicy: engine.dialect.restartPolicy,
      CgroupnsMode: 'private',
      Init: false,
      ...limits(spec.resources),
      ...(parts.traits.remapsUsers ? { UsernsMode: 'host' } : {}),
      ...(spec.network.ipv6 ? { Sysctls: ipv6Sysctls } : {}),
    },
    NetworkingConfig: { EndpointsConfig: { [spec.network.name]: {} } },
  };
}

/** No swap on top of the memory: Kubernetes does not count it. */
function limits({ cpus, memoryBytes }: NodeResources = {}): Dockerode.HostConfig {
  return {
    ...(cpus === undefined ? {} : { NanoCpus: cpus * 1e9 }),
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
  };
}

type Program = Pick<Dockerode.ContainerCreateOptions, 'Entrypoint' | 'Cmd' | 'StopSignal' | 'Volumes' | 'HostConfig'>;

/** What the image runs by itself, with all that a kubelet needs. */
function systemd({ mounts }: NodeSpec, parts: Parts): Program {
  return {
    Volumes: { '/var': {} },
    HostConfig: {
      Privileged: true,
      Tmpfs: { '/tmp': '', '/run': '' },
      Binds: [...hostBinds(parts), ...mounts.map(bindOf)],
      Devices: hostDevices(parts),
    },
  };
}

function plainProgram(command: readonly string[]): Program {
  return { Entrypoint: [...command], Cmd: [], StopSignal: 'SIGTERM' };
}

function hostBinds({ traits, hostPaths }: Parts): string[] {
  return [
    ...(hostPaths.has('/lib/modules') ? ['/lib/modules:/lib/modules:ro'] : []),
    ...(traits.needsDeviceMapper && hostPaths.has('/dev/mapper') ? ['/dev/mapper:/dev/mapper'] : []),
  ];
}

/** A rootless engine does not hand all devices to a privileged container. */
function hostDevices({ traits, hostPaths }: Parts): Dockerode.DeviceMapping[] {
  const path = '/dev/fuse';
  if (!traits.isRootless || !hostPaths.has(path)) return [];
  return [{ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rwm' }];
}

const propagations = { None: undefined, HostToContainer: 'rslave', Bidirectional: 'rshared' };

/** `source:target[:options]`, as the engines' own commands take it. */
export function bindOf(mount: MountSpec): string {
  const options = [
    mount.readOnly ? 'ro' : undefined,
    mount.selinuxRelabel ? 'Z' : undefined,
    propagations[mount.propagation],
  ].filter((option) => option !== undefined);
  return [mount.hostPath, mount.containerPath, ...(options.length > 0 ? [options.join(',')] : [])].join(':');
}
