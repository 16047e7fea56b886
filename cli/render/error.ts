import { type ExitCode, KindError, messageOf } from '../../core/errors/index.js';
import { pc } from './colors.js';

/** Prints what went wrong to standard error; the exit code that follows from it. */
export function renderError(error: unknown): ExitCode {
  if (error instanceof KindError) {
    const hint = error.hint === '' ? '' : `${pc.dim(error.hint)}\n`;
    process.stderr.write(`${pc.red('ERROR:')} ${error.message}\n${hint}`);
    return error.exitCode;
  }
  // Not one of ours: the trace is what a bug report needs.
  process.stderr.write(`${pc.red('ERROR:')} ${error instanceof Error ? error.stack : messageOf(error)}\n`);
  return 1;
}
