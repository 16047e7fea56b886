import { nodeServiceFiles } from '../../arch/node-service.js';
import type { Cni, CniNode, PodNetwork } from '../../core/contracts/index.js';
import { conflist } from './conflist.js';
import { peersPath, podSubnetsPath, program, programPath, unit } from './node-routes.js';

/**
 * Needs no image and no pod: plugins that every node image has, and a unit in each node that keeps the routes to the
 * other nodes' pods, also after addresses changed.
 */
export const bundledCni: Cni = {
  name: 'bundled',
  nodeFiles: (node, all, network) => [
    { path: '/etc/cni/net.d/10-kind-bundled.conflist', content: conflist(node.podCidrs) },
    { path: peersPath, content: peers(node, all) },
    { path: podSubnetsPath, content: lines(network.podSubnets) },
    ...nodeServiceFiles({ name: unit, description: 'Routes to the pods of the other nodes', programPath, program }),
  ],
  activate: ['systemctl', 'restart', unit],
  install: async () => {},
};

/** One line a route: range, node name, and the address that the node had when it was created. */
function peers(node: CniNode, all: readonly CniNode[]): string {
  const others = all.filter(({ name }) => name !== node.name);
  return lines(others.flatMap((peer) => peer.podCidrs.map((cidr) => `${cidr} ${peer.name} ${addressFor(cidr, peer)}`)));
}

function addressFor(cidr: string, { addresses }: CniNode): string {
  return addresses.find((address) => address.includes(':') === cidr.includes(':')) ?? '';
}

function lines(values: PodNetwork['podSubnets']): string {
  return values.map((value) => `${value}\n`).join('');
}
