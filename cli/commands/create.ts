import { type Command, Option } from 'commander';
import { parseDuration } from '../duration.js';
import { addKubeconfig, addName, addProvider, withLibrary } from '../options.js';
import { readConfig } from '../read-config.js';
import { renderSalutation } from '../render/salutation.js';

interface CreateFlags {
  readonly name?: string;
  readonly config?: string;
  readonly image?: string;
  readonly retain?: boolean;
  readonly wait: number;
  readonly output?: 'json';
  readonly quiet?: boolean;
  readonly kubeconfig?: string;
}

export function addCreate(program: Command): void {
  const create = program.command('create').description('Creates a cluster');
  const cluster = create
    .command('cluster', { isDefault: true })
    .description('Creates a local Kubernetes cluster')
    .option('--config <file>', 'config of the cluster; - reads standard input')
    .option('--image <reference>', 'node image (default: one that was built, else the published one)')
    .option('--retain', 'keep the nodes when creating fails, to look around in them')
    .addOption(
      new Option('--wait <duration>', 'wait until nodes, DNS and storage are ready, such as 90s or 5m')
        .argParser(parseDuration)
        .default(0, '0s'),
    )
    .addOption(new Option('--output <format>', 'print events as one JSON object a line').choices(['json']))
    .action((_flags, command: Command) => createCluster(command));
  addProvider(addKubeconfig(addName(cluster)));
}

async function createCluster(command: Command): Promise<void> {
  const flags = command.optsWithGlobals<CreateFlags>();
  // Empty flags count as none, as upstream has it: scripts pass variables that may be empty.
  const config = flags.config ? await readConfig(flags.config) : undefined;
  await withLibrary(command, async (options) => {
    const { createCluster: create } = await import('../../core/index.js');
    const { name, image, retain, wait: waitMs } = flags;
    const created = await create({ ...options, name, image, retain, waitMs, config });
    if (!flags.quiet && flags.output !== 'json') process.stderr.write(renderSalutation(created.name, flags.kubeconfig));
  });
}
