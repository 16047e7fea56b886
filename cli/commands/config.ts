import { type Command, Option } from 'commander';
import { configInvalid } from '../../core/errors/index.js';
import { readConfig } from '../read-config.js';

const versions = ['kind-ts.dev/v1', 'kind.x-k8s.io/v1alpha4'] as const;
type Version = (typeof versions)[number];

/** Commands about configs; none of them needs an engine. */
export function addConfig(program: Command): void {
  const group = program.command('config').description('Checks, shows and converts configs');
  group
    .command('validate <files...>')
    .description('Checks configs as create does, and tells every problem; - reads standard input')
    .action((files: string[], _flags, command: Command) => validate(files, command));
  group
    .command('view [file]')
    .description('Prints a config as create would take it, with every default, name and path filled in')
    .option('-n, --name <name>', 'name of the cluster (default: $KIND_CLUSTER_NAME, or the config’s)')
    .option('--image <reference>', 'node image for every node')
    .addOption(new Option('-o, --output <format>', 'format').choices(['yaml', 'json']).default('yaml'))
    .action((file: string | undefined, flags: ViewFlags) => view(file, flags));
  group
    .command('convert <file>')
    .description('Prints a config in another version, with its comments')
    .addOption(new Option('--to <version>', 'version of the config').choices(versions).default(versions[0]))
    .action((file: string, { to }: { to: Version }) => convert(file, to));
  group
    .command('schema')
    .description('Prints the JSON Schema of a version, for editors')
    .addOption(new Option('--of <version>', 'version of the config').choices(versions).default(versions[0]))
    .action(({ of }: { of: Version }) => schema(of));
}

async function validate(files: readonly string[], command: Command): Promise<void> {
  const { checkConfig } = await import('../../core/index.js');
  const problems: string[] = [];
  for (const file of files) {
    try {
      const { name, nodes } = await checkConfig(await readConfig(file));
      const cluster = `cluster ${name} of ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`;
      if (!command.optsWithGlobals().quiet) process.stderr.write(`${file} is valid: ${cluster}\n`);
    } catch (error) {
      problems.push(...problemsOf(error));
    }
  }
  if (problems.length > 0) throw configInvalid({ problems });
}

/** Of a config that is wrong; any other error is thrown again. */
function problemsOf(error: unknown): readonly string[] {
  if (!configInvalid.is(error)) throw error;
  return (error.details as { problems: readonly string[] }).problems;
}

interface ViewFlags {
  readonly name?: string;
  readonly image?: string;
  readonly output: 'yaml' | 'json';
}

async function view(file: string | undefined, { name, image, output }: ViewFlags): Promise<void> {
  const { loadConfig } = await import('../../core/config/index.js');
  const { viewOf, viewText } = await import('../../core/config/view.js');
  const source = file === undefined ? undefined : await readConfig(file);
  const spec = loadConfig(source, { name, image, env: process.env }, process.cwd());
  process.stdout.write(output === 'json' ? `${JSON.stringify(viewOf(spec), undefined, 2)}\n` : viewText(spec));
}

async function convert(file: string, version: Version): Promise<void> {
  const { convertConfig } = await import('../../core/config/convert.js');
  process.stdout.write(convertConfig(await readConfig(file), version, process.cwd()));
}

async function schema(version: Version): Promise<void> {
  const { editorSchemas } = await import('../../core/config/editor-schema.js');
  process.stdout.write(`${JSON.stringify(editorSchemas().get(version), undefined, 2)}\n`);
}
