import type { Events, Node } from '../contracts/index.js';
import { nodeNotFound, nodesNotRunning } from '../errors/index.js';

/**
 * Those of a cluster's nodes that images can be loaded into; `names` narrows them down. The load balancer of an HA cluster
 * is none of them, and of nodes that are stopped a warning tells. Throws NODE_NOT_FOUND and NODES_NOT_RUNNING.
 */
export function chooseNodes(nodes: readonly Node[], names: readonly string[] | undefined, events: Events): Node[] {
  const able = nodes.filter(({ role }) => role !== 'external-load-balancer');
  const known = able.map(({ name }) => name).sort();
  const chosen = [...new Set(names?.length ? names : known)].map((name) => {
    const node = able.find((candidate) => candidate.name === name);
    if (!node) throw nodeNotFound({ node: name, known });
    return node;
  });
  const running = chosen.filter((node) => node.running);
  if (running.length === 0) throw nodesNotRunning({ nodes: chosen.map(({ name }) => name) });
  for (const { name } of chosen.filter((node) => !node.running))
    events.emit({
      type: 'warning',
      message: `Node ${name} is stopped and is left out`,
      hint: 'Load again once it runs.',
    });
  return running;
}
