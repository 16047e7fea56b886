import { constants } from 'node:os';
import type Dockerode from 'dockerode';
import type { NodeSpec } from '../../core/contracts/provider.js';

/** Where podman's own API lives; any podman since 4.0 answers this version of it. */
const createPath = '/v4.0.0/libpod/containers/create';

interface Modem {
  dial(options: object, answered: (error: Error | null) => void): void;
}

/**
 * Creates a container through podman's own API. Docker's, as podman serves it, drops the mode of the cgroup namespace (on
 * cgroup v1 podman's default is the host's), and has no options for a volume without a name.
 */
export function createLibpodContainer(
  docker: Dockerode,
  options: Dockerode.ContainerCreateOptions,
  network: NodeSpec['network'],
  abortSignal?: AbortSignal,
): Promise<void> {
  const request = {
    path: createPath,
    method: 'POST',
    statusCodes: { 201: true, 404: 'no such image', 409: 'conflict', 500: 'server error' },
    options: libpodSpec(options, network),
    abortSignal,
  };
  return new Promise((resolve, reject) => {
    (docker.modem as Modem).dial(request, (error) => (error === null ? resolve() : reject(error)));
  });
}

function libpodSpec(
  { HostConfig: host = {}, ...options }: Dockerode.ContainerCreateOptions,
  network: { name: string },
) {
  return {
    name: options.name,
    hostname: options.Hostname,
    image: options.Image,
    terminal: options.Tty,
    ...programOf(options),
    labels: options.Labels,
    env: Object.fromEntries((options.Env ?? []).map((pair) => splitOnce(pair, '='))),
    privileged: host.Privileged,
    seccomp_profile_path: 'unconfined',
    apparmor_profile: 'unconfined',
    init: false,
    cgroupns: { nsmode: 'private' },
    netns: { nsmode: 'bridge' },
    networks: { [network.name]: {} },
    sysctl: host.Sysctls,
    resource_limits: limits(host),
    volumes: Object.keys(options.Volumes ?? {}).map(anonymousVolume),
    mounts: [...Object.keys(host.Tmpfs ?? {}).map(tmpfs), ...(host.Binds ?? []).map((text) => bind(text.split(':')))],
    devices: (host.Devices as Dockerode.DeviceMapping[] | undefined)?.map(({ PathOnHost: path }) => ({ path })),
    portmappings: Object.entries(host.PortBindings ?? {}).flatMap(([key, bindings]) =>
      portMappings(key, bindings as Dockerode.PortBinding[]),
    ),
  };
}

const period = 100_000;

/** In the terms of the OCI runtime. */
function limits({ NanoCpus, Memory, MemorySwap }: Dockerode.HostConfig) {
  return {
    ...(NanoCpus ? { cpu: { quota: (NanoCpus / 1e9) * period, period } } : {}),
    ...(Memory ? { memory: { limit: Memory, swap: MemorySwap } } : {}),
  };
}

function programOf({ Entrypoint: entrypoint, Cmd: command, StopSignal }: Dockerode.ContainerCreateOptions) {
  if (entrypoint === undefined) return {};
  return { entrypoint, command, stop_signal: StopSignal && constants.signals[StopSignal as NodeJS.Signals] };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}

/** podman's default for a volume without a name is nosuid and nodev, which programs in pods do not expect. */
function anonymousVolume(Dest: string) {
  return { Dest, Options: ['suid', 'exec', 'dev'] };
}

function bind([source, destination, options]: readonly (string | undefined)[]) {
  return { type: 'bind', source, destination, options: ['rbind', ...(options?.split(',') ?? [])] };
}

function tmpfs(destination: string) {
  return { type: 'tmpfs', source: 'tmpfs', destination };
}

function portMappings(key: string, bindings: readonly Dockerode.PortBinding[]) {
  const [port, protocol] = key.split('/');
  return bindings.map(({ HostIp, HostPort }) => ({
    host_ip: HostIp,
    host_port: Number(HostPort ?? 0),
    container_port: Number(port),
    protocol,
  }));
}
