import { bytesOf } from './memory.js';
import type { Problems } from './problems.js';
import type { ConfigShape } from './shape.js';
import { expectation } from './wording.js';

/** Less, and what every node runs is killed for want of memory. */
const least = { 'control-plane': '1Gi', worker: '256Mi' } as const;

/** Checks the amounts of memory; the shape checks the rest. */
export function checkResources({ nodes = [] }: ConfigShape, problems: Problems): void {
  for (const [i, { role = 'control-plane', resources }] of nodes.entries()) {
    if (!resources?.memory) continue;
    const bytes = bytesOf(resources.memory);
    if (bytes !== undefined && bytes >= (bytesOf(least[role]) ?? 0)) continue;
    const expected = `an amount of memory such as 4Gi, at least ${least[role]} for a ${role}`;
    problems.report(['nodes', i, 'resources', 'memory'], expectation(expected, resources.memory));
  }
}
