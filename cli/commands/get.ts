import { type Command, Option } from 'commander';
import type { ClusterSummary, NodeSummary } from '../../core/index.js';
import { addName, addProvider, clusterNameOf, withResult } from '../options.js';
import type { Column, OutputFormat } from '../render/records.js';

export function addGet(program: Command): void {
  const get = program.command('get').description('Lists clusters and nodes, prints kubeconfigs');
  const clusters = get
    .command('clusters')
    .description('Lists the clusters by name')
    .addOption(outputOption(['json', 'yaml', 'table']))
    .action((_flags, command: Command) => getClusters(command));
  addProvider(clusters);
  const nodes = get
    .command('nodes')
    .description('Lists the nodes of a cluster by name')
    .option('-A, --all-clusters', 'list the nodes of all clusters')
    .addOption(outputOption(['json', 'yaml', 'table']))
    .action((_flags, command: Command) => getNodes(command));
  addProvider(addName(nodes));
  const kubeconfig = get
    .command('kubeconfig')
    .description('Prints the kubeconfig of a cluster')
    .option('--internal', 'for clients on the cluster’s own network')
    .addOption(outputOption(['json', 'yaml']))
    .action((_flags, command: Command) => getKubeconfig(command));
  addProvider(addName(kubeconfig));
}

function outputOption(formats: readonly OutputFormat[]): Option {
  return new Option('-o, --output <format>', 'print all that is known').choices(formats);
}

const clusterColumns: readonly Column<ClusterSummary>[] = [
  ['NAME', ({ name }) => name],
  ['ENGINE', ({ engine }) => engine],
  ['STATUS', ({ status }) => status],
  ['NODES', ({ nodes, nodesRunning }) => (nodes === nodesRunning ? nodes : `${nodesRunning}/${nodes}`)],
];

const nodeColumns: readonly Column<NodeSummary>[] = [
  ['NAME', ({ name }) => name],
  ['CLUSTER', ({ cluster }) => cluster],
  ['ENGINE', ({ engine }) => engine],
  ['STATUS', ({ status }) => status],
  ['ROLE', ({ role }) => role],
];

async function getClusters(command: Command): Promise<void> {
  await withResult(command, async (options) => {
    const { describeClusters } = await import('../../core/index.js');
    await print(command, await describeClusters(options), clusterColumns, 'No kind clusters found.');
  });
}

async function getNodes(command: Command): Promise<void> {
  await withResult(command, async (options) => {
    const { listNodes } = await import('../../core/index.js');
    const { allClusters } = command.opts<{ allClusters?: boolean }>();
    const cluster = clusterNameOf(command.opts());
    const none = allClusters ? 'No kind nodes for any cluster.' : `No kind nodes found for cluster "${cluster}".`;
    await print(command, await listNodes(allClusters ? undefined : cluster, options), nodeColumns, none);
  });
}

interface Listed {
  readonly name: string;
  readonly kubernetesVersion?: string;
  readonly createdAt?: string;
}

/** Names alone unless told: that is what scripts read. */
async function print<T extends Listed>(
  command: Command,
  records: readonly T[],
  columns: readonly Column<T>[],
  none: string,
): Promise<void> {
  const { output, quiet } = command.optsWithGlobals<{ output?: OutputFormat; quiet?: boolean }>();
  const isEmpty = records.length === 0;
  if (isEmpty && !quiet && output !== 'json' && output !== 'yaml') process.stderr.write(`${none}\n`);
  if (output === undefined) process.stdout.write(records.map(({ name }) => `${name}\n`).join(''));
  else if (!(isEmpty && output === 'table')) {
    const { age, renderRecords } = await import('../render/records.js');
    const last: readonly Column<T>[] = [
      ['KUBERNETES', ({ kubernetesVersion }) => kubernetesVersion],
      ['AGE', ({ createdAt }) => age(createdAt)],
    ];
    process.stdout.write(renderRecords(records, output, [...columns, ...last]));
  }
}

async function getKubeconfig(command: Command): Promise<void> {
  await withResult(command, async (options) => {
    const { getKubeconfig: read } = await import('../../core/index.js');
    const { internal, output } = command.opts<{ internal?: boolean; output?: OutputFormat }>();
    const kubeconfig = await read(clusterNameOf(command.opts()), { ...options, internal });
    const { yamlToJson } = await import('../render/records.js');
    process.stdout.write(output === 'json' ? yamlToJson(kubeconfig) : kubeconfig);
  });
}
