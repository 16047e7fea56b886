import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type ExitCode, usageError } from '../core/errors/index.js';
import { readCommandLine } from './argv.js';
import { addBuild } from './commands/build.js';
import { addCompletion } from './commands/completion.js';
import { addConfig } from './commands/config.js';
import { addCreate } from './commands/create.js';
import { addDelete } from './commands/delete.js';
import { addDoctor } from './commands/doctor.js';
import { addExport } from './commands/export.js';
import { addGet } from './commands/get.js';
import { addLoad } from './commands/load.js';
import { addVersion, version } from './commands/version.js';
import { pc } from './render/colors.js';
import { renderError } from './render/error.js';

/** Runs the command that the process was called with, and sets its exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  process.exitCode = await run(argv.slice(2));
}

async function run(argv: readonly string[]): Promise<0 | ExitCode> {
  const program = createProgram();
  if (argv[0] === '__complete') return printCandidates(program, argv.slice(1));
  const { args, command, isBare } = readCommandLine(program, argv);
  try {
    if (isBare && isGroup(command)) return helpOf(command, program);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return renderError(error);
  }
}

const commands = [
  addBuild,
  addCompletion,
  addConfig,
  addCreate,
  addDelete,
  addDoctor,
  addExport,
  addGet,
  addLoad,
  addVersion,
] as const;

/** Answers the scripts of `kind completion`; the first word is the one under the cursor, after a `=`. */
async function printCandidates(program: Command, [current = '=', ...words]: readonly string[]): Promise<0> {
  const { complete } = await import('./completion/complete.js');
  process.stdout.write(await complete(program, current.slice(1), words));
  return 0;
}

/** The tree of commands and flags. */
export function createProgram(): Command {
  const program = new Command('kind')
    .description('Creates and manages local Kubernetes clusters whose nodes are containers')
    .version(`kind version ${version}`, '--version', 'print the version')
    .option('-q, --quiet', 'print nothing but results and errors')
    .option('-v, --verbosity <level>', 'tell more: 1 for details', parseVerbosity, 0)
    .exitOverride()
    .showHelpAfterError('See kind --help.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, pc.red('ERROR:'))) });
  for (const add of commands) add(program);
  return program;
}

/** Whether the command only stands before others; `create` and `delete` alone are about a cluster. */
function isGroup(command: Command): boolean {
  return command.commands.length > 0 && !command.commands.some((child) => child.name() === 'cluster');
}

/** As upstream: `kind` alone is a question, `kind get` alone a mistake. */
function helpOf(command: Command, program: Command): 0 {
  command.outputHelp();
  if (command === program) return 0;
  throw usageError({
    problem: `kind ${command.name()} needs one of: ${command.commands.map((c) => c.name()).join(', ')}`,
  });
}

function parseVerbosity(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number, such as 1.');
  return Number(text);
}
