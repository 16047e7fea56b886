import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ExecOptions, ExecResult, HostProcess, SpawnOptions } from '../../core/contracts/host.js';
import { aborted, commandFailed, messageOf } from '../../core/errors/index.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a program to its end. Resolves with its exit code; 128 + n when signal n ended it. */
export async function runProgram(argv: readonly string[], options: ExecOptions, env: Environment): Promise<ExecResult> {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { env: { ...env, ...options.env }, signal: options.signal });
  const exited = exitOf(child, argv);
  const [exitCode, stdout, stderr] = await Promise.all([
    exited,
    options.stdout === undefined ? text(child.stdout) : pipeline(child.stdout, options.stdout, { end: false }),
    text(child.stderr),
    feed(child, options.stdin),
  ]);
  return { exitCode, stdout: stdout ?? '', stderr };
}

/** Resolves when the program has ended, however much of its input it read; rejects when the source of the input fails. */
function feed(child: ChildProcessWithoutNullStreams, stdin: ExecOptions['stdin']): Promise<void> {
  const target = child.stdin;
  // A program may end without reading what it was given; its exit code tells what came of it.
  target.on('error', () => {});
  if (stdin === undefined || typeof stdin === 'string' || stdin instanceof Uint8Array) {
    target.end(stdin);
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    stdin.once('error', (error) => {
      child.kill();
      reject(error);
    });
    stdin.pipe(target);
    child.once('close', () => {
      stdin.unpipe(target);
      resolve();
    });
  });
}

function exitOf(child: ChildProcessWithoutNullStreams, argv: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.name === 'AbortError') reject(aborted({ what: argv.join(' ') }, { cause }));
      else reject(commandFailed({ argv, exitCode: 127, output: messageOf(cause) }, { cause }));
    });
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/**
 * Runs the program beside a watcher that ends it when standard input closes, which happens when we end, however we end.
 * `exit` passes the program's exit code on.
 */
const watched = `
exec 3<&0
"$@" 3<&- </dev/null &
program=$!
{ cat <&3 >/dev/null; kill "$program"; } 2>/dev/null &
wait "$program"`;

const keptStderr = 8192;

/** Starts a program that ends when `stop` is called or this process ends, even by kill -9. */
export async function startProgram(
  argv: readonly string[],
  options: SpawnOptions,
  env: Environment,
): Promise<HostProcess> {
  const child = spawn('sh', ['-c', watched, 'sh', ...argv], {
    env: { ...env, ...options.env },
    stdio: ['pipe', 'ignore', 'pipe'],
    // Ctrl-C in a terminal goes to our whole process group; what we started must live until we have cleaned up.
    detached: true,
  });
  child.stdin.on('error', () => {});
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + String(chunk)).slice(-keptStderr);
  });
  const exited = new Promise<{ exitCode: number; stderr: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      child.stdin.destroy();
      child.stderr.destroy();
      resolve({ exitCode: code ?? 1, stderr });
    });
  });
  // It shall not keep us from ending; when we do, it ends too.
  for (const held of [child, child.stdin, child.stderr]) (held as { unref?(): void }).unref?.();
  return {
    exited,
    stop: async () => {
      // Nothing else may keep this process alive while it waits.
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}
