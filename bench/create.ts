import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Contender, ours, upstream } from './contenders.js';
import { type CreateRun, runCreate } from './create-run.js';
import { engineEnv } from './engine.js';
import { runProgram } from './program.js';
import { median, seconds, table } from './table.js';

const columns = ['usable', 'ready', 'kubeconfig', 'storage', 'dns', 'pod', 'command', 'cpu', 'remove'] as const;

/** Create-to-usable of ours and of upstream's, on the same engine with the same image, in alternating runs. */
export async function run(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      runs: { type: 'string', default: '3' },
      nodes: { type: 'string', default: '1,3' },
      engine: { type: 'string', default: 'docker29' },
      image: { type: 'string', default: 'localhost/kind-ts/node:v1.34.4' },
      json: { type: 'boolean', default: false },
    },
  });
  const surroundings = { image: values.image, env: engineEnv(values.engine) };
  // Bundled now, so that no run pays for it.
  await runProgram({ argv: [...ours.argv, 'version'], env: surroundings.env });
  const contenders = [ours, upstream()];
  const runs: CreateRun[] = [];
  for (const nodes of values.nodes.split(',').map(Number)) {
    for (const contender of alternating(contenders, Number(values.runs))) {
      const one = await runCreate(contender, nodes, surroundings);
      const load = loadavg()[0]?.toFixed(1);
      console.error(`${contender.name}, nodes: ${nodes}, usable after ${seconds(one.usable)} s (load ${load})`);
      runs.push(one);
    }
  }
  console.log(values.json ? JSON.stringify(runs, undefined, 2) : report(runs, values.engine));
}

/** A B B A A B …: what drifts during the runs touches both alike. */
function alternating([a, b]: readonly Contender[], pairs: number): Contender[] {
  if (!a || !b) return [];
  return Array.from({ length: pairs }, (_, pair) => (pair % 2 === 0 ? [a, b] : [b, a])).flat();
}

function report(runs: readonly CreateRun[], engine: string): string {
  const sizes = [...new Set(runs.map(({ nodes }) => nodes))];
  return sizes
    .map((nodes) => {
      const ofSize = runs.filter((one) => one.nodes === nodes);
      const title = `${engine}, nodes: ${nodes}, medians of ${ofSize.length / 2} runs each, in seconds`;
      return `${title}\n${table([['', ...columns], ...rowsOf(ofSize)])}`;
    })
    .join('\n\n');
}

function rowsOf(runs: readonly CreateRun[]): string[][] {
  const names = [...new Set(runs.map(({ contender }) => contender))];
  const medians = names.map((name) => {
    const own = runs.filter(({ contender }) => contender === name);
    return columns.map((column) => median(own.map((one) => one[column])));
  });
  const [a, b] = medians;
  const ratios = columns.map((_, index) => ((a?.[index] ?? Number.NaN) / (b?.[index] ?? Number.NaN)).toFixed(2));
  return [...names.map((name, index) => [name, ...(medians[index] ?? []).map(seconds)]), ['ratio', ...ratios]];
}
