import { type Command, Option } from 'commander';
import { defaultKubernetesVersion } from '../../arch/published-node-images.js';
import { addProvider, withLibrary } from '../options.js';

interface BuildFlags {
  readonly image?: string;
  readonly arch?: string;
  readonly kubernetesVersion: string;
  readonly load: boolean;
}

export function addBuild(program: Command): void {
  const command = program
    .command('build')
    .description('Builds what clusters are made of')
    .command('node-image')
    .description('Builds a node image from Go modules and Debian packages; no image registry is needed')
    .option('--image <reference>', 'name of the image (default: localhost/kind-ts/node:<version>)')
    .option('--kubernetes-version <version>', 'version of Kubernetes', defaultKubernetesVersion)
    .addOption(new Option('--arch <arch>', 'architecture (default: the host’s)').choices(['amd64', 'arm64']))
    .option('--no-load', 'only put the image into the cache, not into the engine')
    .action((_flags, self: Command) => buildNodeImage(self));
  addProvider(command);
}

async function buildNodeImage(command: Command): Promise<void> {
  const flags = command.opts<BuildFlags>();
  await withLibrary(command, async (options) => {
    const { buildNodeImage: build } = await import('../../core/index.js');
    const { reference, archive, cached, loadedInto } = await build({ ...options, ...flags });
    const where = loadedInto === undefined ? archive : `${loadedInto}, and ${archive}`;
    process.stdout.write(`${reference}\n`);
    if (!command.optsWithGlobals().quiet) {
      process.stderr.write(`${cached ? 'Nothing changed since the last build' : 'Built'}: the image is in ${where}\n`);
    }
  });
}
