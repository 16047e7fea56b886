import type { Command } from 'commander';
import { usageError } from '../../core/errors/index.js';
import type { KindOptions } from '../../core/index.js';
import { addKubeconfig, addName, addProvider, clusterNameOf, withLibrary } from '../options.js';
import { renderError } from '../render/error.js';

export function addDelete(program: Command): void {
  const remove = program.command('delete').description('Deletes clusters');
  const cluster = remove
    .command('cluster', { isDefault: true })
    .description('Deletes a cluster and its kubeconfig entries; succeeds when there is none')
    .action((_flags, command: Command) => deleteNamed(command));
  addProvider(addKubeconfig(addName(cluster)));
  const clusters = remove
    .command('clusters [names...]')
    .description('Deletes several clusters; those that can be, when one cannot')
    .option('-A, --all', 'delete all clusters')
    .action((names: string[], flags: { all?: boolean }, command: Command) => deleteSeveral(command, names, flags.all));
  addProvider(addKubeconfig(clusters));
}

async function deleteNamed(command: Command): Promise<void> {
  await withLibrary(command, (options) => deleteOne(command, clusterNameOf(command.opts()), options));
}

/** Goes on after a failure, and then throws the last one. */
async function deleteSeveral(command: Command, names: readonly string[], isAll?: boolean): Promise<void> {
  if (!isAll && names.length === 0)
    throw usageError({ problem: 'No cluster is named', hint: 'Name clusters, or delete all of them with --all.' });
  await withLibrary(command, async (options) => {
    const { listClusters } = await import('../../core/index.js');
    const deleted: string[] = [];
    const failures: unknown[] = [];
    for (const name of isAll ? await listClusters(options) : names) {
      await deleteOne(command, name, options).then(
        () => deleted.push(name),
        (error) => failures.push(error),
      );
    }
    note(command, `Deleted clusters: ${list(deleted)}`);
    for (const failure of failures.slice(0, -1)) renderError(failure);
    if (failures.length > 0) throw failures.at(-1);
  });
}

async function deleteOne(command: Command, name: string, options: KindOptions): Promise<void> {
  const { deleteCluster } = await import('../../core/index.js');
  note(command, `Deleting cluster "${name}" ...`);
  const nodes = await deleteCluster(name, options);
  if (nodes.length > 0) note(command, `Deleted nodes: ${list(nodes)}`);
}

function note(command: Command, line: string): void {
  if (!command.optsWithGlobals().quiet) process.stderr.write(`${line}\n`);
}

/** As upstream prints lists. */
function list(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(' ')}]`;
}
