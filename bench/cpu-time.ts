import { runProgram } from './program.js';

/** Nanoseconds, on cgroup v1 and on v2. */
const usage = `if [ -f /sys/fs/cgroup/cpu.stat ]; then
  sed -n 's/^usage_usec \\(.*\\)/\\1000/p' /sys/fs/cgroup/cpu.stat
else
  cat /sys/fs/cgroup/cpuacct/cpuacct.usage
fi`;

/** Milliseconds of processor time that the nodes have used since they started, all together. */
export async function cpuTime(nodes: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const engine = env.KIND_PROVIDER ?? 'docker';
  const outputs = await Promise.all(
    nodes.map((node) => runProgram({ argv: [engine, 'exec', node, 'sh', '-c', usage], env })),
  );
  return outputs.reduce((sum, output) => sum + Number(output) / 1e6, 0);
}
