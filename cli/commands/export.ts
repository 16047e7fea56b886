import type { Command } from 'commander';
import { addKubeconfig, addName, addProvider, clusterNameOf, withLibrary } from '../options.js';

export function addExport(program: Command): void {
  const command = program
    .command('export')
    .description('Exports what belongs to a cluster')
    .command('kubeconfig')
    .description('Merges the entries of a cluster into the kubeconfig')
    .option('--internal', 'for clients on the cluster’s own network')
    .action((_flags, self: Command) => exportKubeconfig(self));
  addProvider(addKubeconfig(addName(command)));
}

async function exportKubeconfig(command: Command): Promise<void> {
  await withLibrary(command, async (options) => {
    const { exportKubeconfig: merge } = await import('../../core/index.js');
    const { internal } = command.opts<{ internal?: boolean }>();
    const name = clusterNameOf(command.opts());
    await merge(name, { ...options, internal });
    if (!command.optsWithGlobals().quiet) process.stderr.write(`Set kubectl context to "kind-${name}"\n`);
  });
}
