import { setTimeout as sleep } from 'node:timers/promises';
import { inNode } from './engine.js';
import type { Suite } from './suites.js';

const budget = 650 * 2 ** 20;
const settleMs = 60_000;

/**
 * Bytes used, bytes of page cache, and those of them that programs have mapped; of cgroup version 2 or 1. Cache that nobody has
 * mapped is left over from reading files once: the kernel takes it back when somebody needs memory.
 */
const script = `cd /sys/fs/cgroup
if [ -f memory.current ]; then cat memory.current; file=memory.stat prefix=
else cat memory/memory.usage_in_bytes; file=memory/memory.stat prefix=total_; fi
awk -v p="$prefix" '$1 == p"active_file" || $1 == p"inactive_file" { cache += $2 }
  $1 == p"mapped_file" || $1 == "file_mapped" { mapped += $2 } END { print cache; print mapped }' $file`;

export const testMemory: Suite = (declare, live) => {
  declare('a cluster of one node needs less than 650 MiB of memory at rest', async (t) => {
    const measure = async () => {
      const [used = Number.NaN, cache = Number.NaN, mapped = Number.NaN] = (
        await inNode(live().single.controlPlane, ['sh', '-c', script])
      )
        .trim()
        .split('\n')
        .map(Number);
      return used - cache + mapped;
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
