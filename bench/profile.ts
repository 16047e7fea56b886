import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { KindEvent } from '../core/contracts/index.js';
import { ours } from './contenders.js';
import { configOf } from './create-run.js';
import { engineEnv } from './engine.js';
import { barsOf, gantt } from './gantt.js';
import { runProgram } from './program.js';

/** Shows when each step of one create ran. */
export async function run(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      nodes: { type: 'string', default: '1' },
      engine: { type: 'string', default: 'docker29' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const env = engineEnv(values.engine);
  const folder = mkdtempSync(join(tmpdir(), 'kind-bench-'));
  const target = ['--name', `profile${process.pid}`, '--kubeconfig', join(folder, 'config')];
  try {
    const create = [...ours.argv, 'create', 'cluster', '--config', '-', '--wait', '5m', '--output', 'json', ...target];
    const lines = await runProgram({ argv: create, env, stdin: configOf(Number(values.nodes)) });
    const events = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as KindEvent);
    console.log(values.json ? JSON.stringify(barsOf(events), undefined, 2) : gantt(barsOf(events)));
  } finally {
    if (!values.keep) {
      await runProgram({ argv: [...ours.argv, 'delete', 'cluster', ...target], env });
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
