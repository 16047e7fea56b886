import type { Cni, CniNode, NodeFile, PodNetwork } from '../../core/contracts/index.js';
import { conflist } from './conflist.js';
import { peersPath, podSubnetsPath, program, programPath, unit, unitPath } from './node-routes.js';

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
    { path: programPath, content: program, mode: 0o755 },
    { path: unitPath, content: unit },
    enabled(unitPath),
  ],
  activate: ['systemctl', 'restart', 'kind-node-routes.service'],
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

function enabled(path: string): NodeFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { path: `/etc/systemd/system/multi-user.target.wants/${name}`, content: '', linkTo: path };
}
