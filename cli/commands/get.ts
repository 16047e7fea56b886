import type { Command } from 'commander';
import { addName, addProvider, clusterNameOf, withLibrary } from '../options.js';

export function addGet(program: Command): void {
  const get = program.command('get').description('Lists clusters and nodes, prints kubeconfigs');
  addProvider(
    get
      .command('clusters')
      .description('Lists the clusters by name')
      .action((_flags, command: Command) => getClusters(command)),
  );
  const nodes = get
    .command('nodes')
    .description('Lists the nodes of a cluster by name')
    .option('-A, --all-clusters', 'list the nodes of all clusters')
    .action((_flags, command: Command) => getNodes(command));
  addProvider(addName(nodes));
  const kubeconfig = get
    .command('kubeconfig')
    .description('Prints the kubeconfig of a cluster')
    .option('--internal', 'for clients on the cluster’s own network')
    .action((_flags, command: Command) => getKubeconfig(command));
  addProvider(addName(kubeconfig));
}

async function getClusters(command: Command): Promise<void> {
  await withLibrary(command, async (options) => {
    const { listClusters } = await import('../../core/index.js');
    printNames(command, await listClusters(options), 'No kind clusters found.');
  });
}

async function getNodes(command: Command): Promise<void> {
  await withLibrary(command, async (options) => {
    const { listNodes } = await import('../../core/index.js');
    const { allClusters } = command.opts<{ allClusters?: boolean }>();
    const cluster = clusterNameOf(command.opts());
    const nodes = await listNodes(allClusters ? undefined : cluster, options);
    const none = allClusters ? 'No kind nodes for any cluster.' : `No kind nodes found for cluster "${cluster}".`;
    printNames(command, nodes.map(({ name }) => name).sort(), none);
  });
}

async function getKubeconfig(command: Command): Promise<void> {
  await withLibrary(command, async (options) => {
    const { getKubeconfig: read } = await import('../../core/index.js');
    const { internal } = command.opts<{ internal?: boolean }>();
    process.stdout.write(await read(clusterNameOf(command.opts()), { ...options, internal }));
  });
}

function printNames(command: Command, names: readonly string[], none: string): void {
  if (names.length > 0) process.stdout.write(`${names.join('\n')}\n`);
  else if (!command.optsWithGlobals().quiet) process.stderr.write(`${none}\n`);
}
