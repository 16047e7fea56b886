import { type Command, Option } from 'commander';
import { usageError } from '../../core/errors/index.js';
import { addProvider, withLibrary } from '../options.js';
import { readSource, type SourceType, sourceTypes } from './kubernetes-source.js';

interface BuildFlags {
  readonly image?: string;
  readonly arch?: string;
  readonly type?: SourceType;
  readonly baseImage?: string;
  readonly kubernetesVersion?: string;
  readonly load: boolean;
}

export function addBuild(program: Command): void {
  const command = program
    .command('build')
    .description('Builds what clusters are made of')
    .command('node-image [source]')
    .description(
      'Builds a node image from Go modules and Debian packages; no image registry is needed. ' +
        'The source is a release of Kubernetes or a folder with its sources',
    )
    .option('--image <reference>', 'name of the image (default: localhost/kind-ts/node:<version>)')
    .option('--kubernetes-version <version>', 'version of Kubernetes; of a folder’s sources, unless git knows it')
    .addOption(new Option('--arch <arch>', 'architecture (default: the host’s)').choices(['amd64', 'arm64']))
    .addOption(new Option('--type <type>', 'what the source is, unless its looks tell').choices(sourceTypes))
    .option('--base-image <reference>', 'not supported: a node is made from Debian packages')
    .option('--no-load', 'only put the image into the cache, not into the engine')
    .action((source: string | undefined, _flags, self: Command) => buildNodeImage(self, source));
  addProvider(command);
}

async function buildNodeImage(command: Command, argument: string | undefined): Promise<void> {
  const { type, baseImage, kubernetesVersion, image, arch, load } = command.opts<BuildFlags>();
  if (baseImage) {
    throw usageError({
      problem: `A node image cannot be built on ${baseImage}: it is made from Debian packages`,
      hint: 'Leave --base-image out; docs/node-images.md tells what is in a node image.',
    });
  }
  const source = { kubernetesVersion, ...readSource(argument, type) };
  await withLibrary(command, async (options) => {
    const { buildNodeImage: build } = await import('../../core/index.js');
    const { reference, archive, cached, loadedInto } = await build({ ...options, ...source, image, arch, load });
    const where = loadedInto === undefined ? archive : `${loadedInto}, and ${archive}`;
    process.stdout.write(`${reference}\n`);
    if (!command.optsWithGlobals().quiet) {
      process.stderr.write(`${cached ? 'Nothing changed since the last build' : 'Built'}: the image is in ${where}\n`);
    }
  });
}
