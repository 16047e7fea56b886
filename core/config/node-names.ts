import { nodeName } from '../cluster/names.js';
import type { NodeConfig } from '../contracts/index.js';

/** Names the nodes of a cluster one after the other, counting within each role. */
export function nodeNamer(cluster: string): (role: NodeConfig['role']) => string {
  const counts = new Map<string, number>();
  return (role) => {
    const index = counts.get(role) ?? 0;
    counts.set(role, index + 1);
    return nodeName(cluster, role, index);
  };
}
