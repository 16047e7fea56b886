import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Result {
  /** 128 and the signal's number when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Added to the environment; undefined takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input. */
  readonly input?: string;
}

export interface Running {
  readonly stdout: NodeJS.ReadableStream;
  readonly exited: Promise<Result>;
  kill(signal: NodeJS.Signals): void;
}

const numbers: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

export function start(argv: readonly string[], { env = {}, input = '' }: RunOptions = {}): Running {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, { env: { ...process.env, ...env }, stdio: 'pipe' });
  // A program that never reads its input may be gone before it was written.
  child.stdin.on('error', () => {}).end(input);
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const exited = output.then(([stdout, stderr, [code, signal]]) => ({
    exitCode: code ?? 128 + (numbers[signal as NodeJS.Signals] ?? 0),
    stdout,
    stderr,
  }));
  return { stdout: child.stdout, exited, kill: (signal) => void child.kill(signal) };
}

export const run = (argv: readonly string[], options?: RunOptions): Promise<Result> => start(argv, options).exited;

/** Standard output. Throws what the program printed when it fails. */
export async function output(argv: readonly string[], options?: RunOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await run(argv, options);
  if (exitCode === 0) return stdout;
  throw new Error(`${argv.join(' ')} exited with ${exitCode}:\n${stdout}${stderr}`.slice(0, 8000));
}
