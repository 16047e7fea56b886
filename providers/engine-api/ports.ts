import type Dockerode from 'dockerode';
import type { Host } from '../../core/contracts/host.js';
import type { Protocol, PublishedPort } from '../../core/contracts/node.js';
import type { PortSpec } from '../../core/contracts/provider.js';

export interface BoundPort extends PortSpec {
  /** The port as the engine wants it; empty when it shall choose one at every start. */
  readonly hostPortText: string;
}

/**
 * Chooses free ports for those that ask for one. Chosen by us rather than by the engine, since it would choose another
 * at every start of the container.
 */
export function bindPorts(host: Host, ports: readonly PortSpec[]): Promise<BoundPort[]> {
  return Promise.all(
    ports.map(async (port) => {
      const chosen = port.hostPort === 0 ? await host.freePort(port.listenAddress) : port.hostPort;
      return { ...port, hostPortText: chosen < 0 ? '' : String(chosen) };
    }),
  );
}

/** Ports as the engine's API names them. */
export function portOptions(ports: readonly BoundPort[]) {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, Dockerode.PortBinding[]> = {};
  for (const { containerPort, protocol, listenAddress, hostPortText } of ports) {
    const key = portKey(containerPort, protocol);
    exposed[key] = {};
    bindings[key] = [...(bindings[key] ?? []), { HostIp: listenAddress, HostPort: hostPortText }];
  }
  return { exposed, bindings };
}

const portKey = (containerPort: number, protocol: Protocol): string => `${containerPort}/${protocol.toLowerCase()}`;

/** The host's side of a published port of a container, also of a stopped one. */
export function publishedPort(
  container: Dockerode.ContainerInspectInfo,
  containerPort: number,
  protocol: Protocol,
): PublishedPort | undefined {
  const key = portKey(containerPort, protocol);
  const running = container.NetworkSettings.Ports?.[key] as Dockerode.PortBinding[] | undefined | null;
  const configured = container.HostConfig.PortBindings as Record<string, Dockerode.PortBinding[]> | undefined;
  const binding = running?.[0] ?? configured?.[key]?.[0];
  const port = Number(binding?.HostPort ?? 0);
  return binding === undefined || port === 0 ? undefined : { address: reachable(binding.HostIp), port };
}

function reachable(address: string | undefined): string {
  if (address === undefined || address === '' || address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
