import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KindEvent } from '../../core/contracts/index.js';
import { type Result, type Running, type RunOptions, run, start } from './program.js';

// AVA asks the programs it runs for colours.
process.env.NO_COLOR = '1';

/** A folder for temporary files where nobody else leaves any. */
const folder = mkdtempSync(join(tmpdir(), 'kt-tmp-'));
process.env.TMPDIR = folder;
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const command = [process.execPath, 'bin/kind.js'];

/** Runs the command as a user would. */
export const kind = (args: readonly string[], options?: RunOptions): Promise<Result> =>
  run([...command, ...args], options);

/** Like `kind`, but throws what it printed when it fails. */
export async function kindOk(args: readonly string[], options?: RunOptions): Promise<Result> {
  const result = await kind(args, options);
  if (result.exitCode === 0) return result;
  throw new Error(`kind ${args.join(' ')} exited with ${result.exitCode}:\n${result.stderr}`);
}

/** Starts a command with `--output json` and sends it a signal as soon as it tells `isDue` an event. */
export function kindUntil(
  args: readonly string[],
  signal: NodeJS.Signals,
  isDue: (event: KindEvent) => boolean,
  options?: RunOptions,
): Running {
  const running = start([...command, ...args, '--output', 'json'], options);
  createInterface(running.stdout).on('line', (line) => {
    if (isDue(JSON.parse(line) as KindEvent)) running.kill(signal);
  });
  return running;
}

/** The events that `--output json` printed. */
export const eventsOf = ({ stdout }: Result): KindEvent[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as KindEvent);
