import { setTimeout as sleep } from 'node:timers/promises';
import { inNode } from './engine.js';
import type { Suite } from './suites.js';

const budget = 650 * 2 ** 20;
const settleMs = 60_000;

/** Bytes used and bytes of the page cache that nobody needs, of cgroup version 2 or 1. */
const script = `cd /sys/fs/cgroup
if [ -f memory.current ]; then cat memory.current; awk '$1 == "inactive_file" { print $2 }' memory.stat
else cat memory/memory.usage_in_bytes; awk '$1 == "total_inactive_file" { print $2 }' memory/memory.stat; fi`;

export const testMemory: Suite = (declare, live) => {
  declare('a cluster of one node needs less than 650 MiB of memory at rest', async (t) => {
    const measure = async () => {
      const [used = Number.NaN, idle = Number.NaN] = (await inNode(live().single.controlPlane, ['sh', '-c', script]))
        .trim()
        .split('\n')
        .map(Number);
      return used - idle;
    };
    const deadline = Date.now() + settleMs;
    let workingSet = await measure();
    while (workingSet >= budget && Date.now() < deadline) {
      await sleep(1000);
      workingSet = await measure();
    }
    t.log(`working set: ${Math.round(workingSet / 2 ** 20)} MiB`);
    t.true(workingSet < budget, `${workingSet} bytes`);
  });
};
