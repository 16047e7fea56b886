import { readFile, stat } from 'node:fs/promises';
import { foreignKubeconfig } from './clusters.js';
import { eventsOf } from './kind.js';
import type { Suite } from './suites.js';

/** Lines that are missing in `text`, or are not in their order. */
function missingLines(text: string, lines: readonly string[]): string[] {
  const rest = text.split('\n').values();
  const has = (line: string) => {
    for (const next of rest) if (next === line) return true;
    return false;
  };
  return lines.filter((line) => !has(line));
}

export const testUsable: Suite = (declare, live) => {
  declare('two clusters that are created at the same time are both usable when --wait is over', async (t) => {
    for (const { kubectl } of [live().single, live().multi]) {
      await kubectl(['wait', 'node', '--all', '--for=condition=Ready', '--timeout=1s']);
      await kubectl(['wait', 'deployment', '--all', '-A', '--for=condition=Available', '--timeout=1s']);
    }
    const nodes = await live().multi.kubectl(['get', 'nodes', '--output', 'name']);
    t.deepEqual(
      nodes.trim().split('\n'),
      [live().multi.controlPlane, ...live().workers].map((name) => `node/${name}`),
    );
  });

  declare('--quiet prints nothing when all is well', (t) => {
    t.like(live().multi.created, { exitCode: 0, stdout: '', stderr: '' });
  });

  declare('--output json prints the start and the end of every step and of the plan', (t) => {
    const events = eventsOf(live().single.created);
    const steps = (type: string) =>
      events.flatMap((event) => (event.type === type && 'step' in event ? [event.step] : []));
    t.true(steps('step-started').length > 5);
    t.deepEqual(steps('step-finished').sort(), steps('step-started').sort());
    t.like(events.at(0), { type: 'plan-started', plan: 'create', cluster: live().single.name });
    t.like(events.at(-1), { type: 'plan-finished', plan: 'create', cluster: live().single.name });
    t.is(live().single.created.stderr, '');
  });

  declare('two creates at the same time keep every line of a kubeconfig that was there', async (t) => {
    const { kubeconfig, single, multi } = live();
    const now = await readFile(kubeconfig, 'utf8');
    const foreign = foreignKubeconfig.split('\n').filter((line) => !line.startsWith('current-context:') && line !== '');
    t.deepEqual(missingLines(now, foreign), []);
    t.regex(now, new RegExp(`^current-context: "?kind-(${single.name}|${multi.name})"?$`, 'm'));
    t.is((await stat(kubeconfig)).mode & 0o077, 0o044);
  });
};
