import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { addKubeconfig, addName, addProvider, clusterNameOf, withLibrary } from '../options.js';
import { displayVersion } from './version.js';

export function addExport(program: Command): void {
  const group = program.command('export').description('Exports what belongs to a cluster');
  const kubeconfig = group
    .command('kubeconfig')
    .description('Merges the entries of a cluster into the kubeconfig')
    .option('--internal', 'for clients on the cluster’s own network')
    .action((_flags, self: Command) => exportKubeconfig(self));
  addProvider(addKubeconfig(addName(kubeconfig)));
  const logs = group
    .command('logs [folder]')
    .description('Writes the logs of a cluster into a folder (a new temporary one unless named), and prints its path')
    .action((folder: string | undefined, _flags, self: Command) => exportLogs(self, folder));
  addProvider(addName(logs));
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

async function exportLogs(command: Command, named: string | undefined): Promise<void> {
  await withLibrary(command, async (options) => {
    const { exportLogs: write } = await import('../../core/index.js');
    const name = clusterNameOf(command.opts());
    const { folder } = await write(name, { ...options, folder: named });
    await writeFile(join(folder, 'kind-version.txt'), displayVersion());
    if (!command.optsWithGlobals().quiet) process.stderr.write(`Exported logs for cluster "${name}" to:\n`);
    // As it was named: scripts compare it.
    process.stdout.write(`${named || folder}\n`);
  });
}
