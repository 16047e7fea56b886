import type { ClusterSpec, PortSpec } from '../contracts/index.js';
import type { Path, Problems } from './problems.js';
import { isAddress } from './subnets.js';
import { expectation } from './wording.js';

interface Taken {
  readonly port: Pick<PortSpec, 'hostPort' | 'listenAddress' | 'protocol'>;
  readonly by: string;
}

/** All nodes share one host, so a port may be opened once in the whole cluster. */
export function checkPorts(spec: ClusterSpec, problems: Problems): void {
  const { apiServerPort, apiServerAddress } = spec.networking;
  const api = { hostPort: apiServerPort, listenAddress: apiServerAddress, protocol: 'TCP' } as const;
  const taken: Taken[] = apiServerPort === 0 ? [] : [{ port: api, by: 'networking.apiServerPort' }];
  for (const [n, node] of spec.nodes.entries()) {
    for (const [p, port] of node.ports.entries()) {
      const path: Path = ['nodes', n, 'extraPortMappings', p];
      if (!isAddress(port.listenAddress))
        problems.report([...path, 'listenAddress'], expectation('an IP address', port.listenAddress));
      else if (port.hostPort !== 0) takePort(port, path, taken, problems);
    }
  }
}

function takePort(port: PortSpec, path: Path, taken: Taken[], problems: Problems): void {
  const holder = taken.find((other) => collide(other.port, port));
  if (holder !== undefined)
    problems.report(
      [...path, 'hostPort'],
      `expected a port that nothing else in this config opens, found ${port.hostPort}/${port.protocol}, which ${holder.by} opens`,
    );
  taken.push({ port, by: `nodes[${path[1]}].extraPortMappings[${path[3]}]` });
}

function collide(a: Taken['port'], b: Taken['port']): boolean {
  if (a.hostPort !== b.hostPort || a.protocol !== b.protocol) return false;
  return a.listenAddress === b.listenAddress || isWildcard(a.listenAddress) || isWildcard(b.listenAddress);
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
