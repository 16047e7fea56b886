import type Dockerode from 'dockerode';
import type { NodeSpec } from '../../core/contracts/provider.js';

/** Where podman's own API lives; any podman since 4.0 answers this version of it. */
const createPath = '/v4.0.0/libpod/containers/create';

interface Modem {
  dial(options: object, answered: (error: Error | null) => void): void;
}

/**
 * Creates a container through podman's own API. Docker's, as podman serves it, drops the mode of the cgroup namespace, and on
 * cgroup v1 podman's default is the host's.
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
  const binds = (host.Binds ?? []).map((bind) => bind.split(':'));
  return {
    name: options.name,
    hostname: options.Hostname,
    image: options.Image,
    terminal: options.Tty,
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
    volumes: binds.filter(([source]) => !source?.startsWith('/')).map(namedVolume),
    mounts: [
      ...Object.keys(host.Tmpfs ?? {}).map(tmpfs),
      ...binds.filter(([source]) => source?.startsWith('/')).map(bind),
    ],
    devices: (host.Devices as Dockerode.DeviceMapping[] | undefined)?.map(({ PathOnHost: path }) => ({ path })),
    portmappings: Object.entries(host.PortBindings ?? {}).flatMap(([key, bindings]) =>
      portMappings(key, bindings as Dockerode.PortBinding[]),
    ),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}

function namedVolume([Name, Dest, options]: readonly (string | undefined)[]) {
  return { Name, Dest, Options: options?.split(',') ?? [] };
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
