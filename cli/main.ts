import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../core/errors/index.js';
import { addBuild } from './commands/build.js';
import { addCreate } from './commands/create.js';
import { addDelete } from './commands/delete.js';
import { addExport } from './commands/export.js';
import { addGet } from './commands/get.js';
import { addVersion } from './commands/version.js';
import { renderError } from './render/error.js';

/** Runs the command that the process was called with, and sets its exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  process.exitCode = await run(argv);
}

async function run(argv: readonly string[]): Promise<0 | ExitCode> {
  try {
    await createProgram().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return renderError(error);
  }
}

/** The tree of commands and flags. */
export function createProgram(): Command {
  const program = new Command('kind')
    .description('Creates and manages local Kubernetes clusters whose nodes are containers')
    .option('-q, --quiet', 'print nothing but results')
    .option('-v, --verbosity <level>', 'tell more: 1 for details', parseVerbosity, 0)
    .exitOverride()
    .showHelpAfterError('See kind --help.')
    .configureHelp({ showGlobalOptions: true });
  for (const add of [addBuild, addCreate, addDelete, addExport, addGet, addVersion]) add(program);
  return program;
}

function parseVerbosity(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number, such as 1.');
  return Number(text);
}
