import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender } from './contenders.js';
import { cpuTime } from './cpu-time.js';
import { runProgram } from './program.js';
import { type Milestones, watchCluster } from './watch-cluster.js';

export interface CreateRun extends Milestones {
  readonly contender: string;
  readonly nodes: number;
  /** When all of the milestones were reached. */
  readonly usable: number;
  /** When the command ended. */
  readonly command: number;
  /** How long deleting took. */
  readonly remove: number;
  /** What the nodes computed until all milestones were reached: hardly depends on what else the machine does. */
  readonly cpu: number;
}

/** Creates a cluster with nothing but the defaults, watches it become usable, and deletes it. */
export async function runCreate(
  { name: contender, argv }: Contender,
  nodes: number,
  { image, env }: { readonly image: string; readonly env: NodeJS.ProcessEnv },
): Promise<CreateRun> {
  const cluster = `bench${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'kind-bench-'));
  const kubeconfig = join(folder, 'config');
  const kind = (...args: string[]) => [...argv, ...args, '--name', cluster, '--kubeconfig', kubeconfig];
  const failed = new AbortController();
  const stopOthers = (error: unknown) => {
    failed.abort();
    throw error;
  };
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  try {
    const create = kind('create', 'cluster', '--image', image, '--config', '-');
    const watched = { kubeconfig, nodes: namesOf(cluster, nodes), startedAt, env, signal: failed.signal };
    const [command, milestones] = await Promise.all([
      runProgram({ argv: create, env, stdin: configOf(nodes) }).then(elapsed, stopOthers),
      watchCluster(watched).catch(stopOthers),
    ]);
    const usable = Math.max(...Object.values(milestones));
    const cpu = await cpuTime(watched.nodes, env);
    const deleteAt = elapsed();
    await runProgram({ argv: kind('delete', 'cluster'), env });
    return { contender, nodes, ...milestones, usable, command, cpu, remove: elapsed() - deleteAt };
  } catch (error) {
    await runProgram({ argv: kind('delete', 'cluster'), env }).catch(() => {});
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function configOf(nodes: number): string {
  const roles = namesOf('', nodes).map((_, index) => `- role: ${index === 0 ? 'control-plane' : 'worker'}\n`);
  return `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n${roles.join('')}`;
}

function namesOf(cluster: string, nodes: number): string[] {
  const suffixes = [
    'control-plane',
    'worker',
    ...Array.from({ length: Math.max(0, nodes - 2) }, (_, n) => `worker${n + 2}`),
  ];
  return suffixes.slice(0, nodes).map((suffix) => `${cluster}-${suffix}`);
}
