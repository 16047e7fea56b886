import type { Command } from 'commander';
import { usageError } from '../../core/errors/index.js';
import { addKubeconfig, addName, addProvider, clusterNameOf, withLibrary } from '../options.js';

export function addDelete(program: Command): void {
  const remove = program.command('delete').description('Deletes clusters');
  const cluster = remove
    .command('cluster', { isDefault: true })
    .description('Deletes a cluster and its kubeconfig entries; succeeds when there is none')
    .action((_flags, command: Command) => deleteClusters(command, async () => [clusterNameOf(command.opts())]));
  addProvider(addKubeconfig(addName(cluster)));
  const clusters = remove
    .command('clusters [names...]')
    .description('Deletes several clusters')
    .option('-A, --all', 'delete all clusters')
    .action((names: string[], flags: { all?: boolean }, command: Command) =>
      deleteClusters(command, (listAll) => chosenNames(names, flags.all, listAll)),
    );
  addProvider(addKubeconfig(clusters));
}

async function chosenNames(
  names: readonly string[],
  isAll: boolean | undefined,
  listAll: () => Promise<string[]>,
): Promise<readonly string[]> {
  if (isAll) return listAll();
  if (names.length > 0) return names;
  throw usageError({ problem: 'No cluster is named', hint: 'Name clusters, or delete all of them with --all.' });
}

/** Goes on after a failure, and then throws the first one. */
async function deleteClusters(
  command: Command,
  choose: (listAll: () => Promise<string[]>) => Promise<readonly string[]>,
): Promise<void> {
  await withLibrary(command, async (options) => {
    const { deleteCluster, listClusters } = await import('../../core/index.js');
    const failures: unknown[] = [];
    for (const name of await choose(() => listClusters(options))) {
      if (!command.optsWithGlobals().quiet) process.stderr.write(`Deleting cluster "${name}" ...\n`);
      await deleteCluster(name, options).catch((error) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  });
}
