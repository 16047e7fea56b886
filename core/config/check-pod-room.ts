import type { ClusterSpec } from '../contracts/index.js';
import type { Problems } from './problems.js';
import { parseSubnet } from './subnets.js';
import { show } from './wording.js';

/** Kubernetes gives each node a range of this size unless a patch says otherwise, and takes at most 16 bits of them. */
const nodePrefix = { ipv4: 24, ipv6: 64 } as const;
const mostBits = 16;

/** Checks that every node can have a range of its own within the pods' range. */
export function checkPodRoom(spec: ClusterSpec, problems: Problems): void {
  if (problems.has(['networking', 'podSubnet']) || setsNodeRanges(spec)) return;
  const nodes = 'name' in spec.cni && spec.cni.name === 'none' ? 1 : spec.nodes.length;
  for (const text of spec.networking.podSubnet.split(',')) {
    const subnet = parseSubnet(text);
    if (subnet === undefined) continue;
    const longest = nodePrefix[subnet.family] - Math.ceil(Math.log2(nodes));
    const shortest = nodePrefix[subnet.family] - mostBits;
    if (subnet.prefix < shortest || subnet.prefix > longest)
      problems.report(
        ['networking', 'podSubnet'],
        `expected a prefix length from /${shortest} to /${longest}, which gives each of ${nodes} nodes a /${nodePrefix[subnet.family]}, found ${show(text)}`,
      );
  }
}

function setsNodeRanges(spec: ClusterSpec): boolean {
  const patches = [
    ...spec.kubeadmConfigPatches,
    ...spec.kubeadmConfigPatchesJSON6902.map(({ patch }) => patch),
    ...spec.nodes.flatMap((node) => node.kubeadmConfigPatches),
  ];
  return patches.some((patch) => /node-cidr-mask-size|allocate-node-cidrs/.test(patch));
}
