import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import type { ExecOptions, ExecResult } from '../../core/contracts/host.js';
import { demultiplex, type Sink } from './demux.js';
import type { Engine } from './engine.js';
import { reasonOf } from './errors.js';

/**
 * Runs a program in a container. Resolves with its exit code; 126 or 127 when it could not be started, as a shell would.
 * The API has no way to end a program: one whose caller gave up only finds its input and output closed.
 */
export async function execInContainer(
  engine: Engine,
  container: string,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const action = `run ${argv[0]} in ${container}`;
  const sourceFails = failureOf(options.stdin);
  const leave = await engine.execStarts.enter();
  try {
    const started = await startExec(engine, container, argv, options);
    onceBegun(started.stream, leave);
    return await Promise.race([finishExec(started, options), sourceFails]);
  } catch (error) {
    return notStarted(reasonOf(error)) ?? Promise.reject(engine.translate(action, options.signal?.reason ?? error));
  } finally {
    leave();
  }
}

const silentStartMs = 300;

/** The engine does not tell when a program has started: its first output does, or that it must have by now. */
function onceBegun(stream: Duplex, then: () => void): void {
  stream.once('readable', then);
  setTimeout(then, silentStartMs).unref();
}

interface StartedExec {
  readonly exec: Dockerode.Exec;
  readonly stream: Duplex;
}

async function startExec(
  engine: Engine,
  container: string,
  argv: readonly string[],
  options: ExecOptions,
): Promise<StartedExec> {
  const abortSignal = options.signal;
  abortSignal?.throwIfAborted();
  const exec = await createExec(engine, container, argv, options);
  // Without an upgraded connection standard input could not be closed while output is still to come.
  const stream: Duplex = await exec.start({ hijack: true, stdin: options.stdin !== undefined, abortSignal });
  // What dockerode returns instead of the bare connection: the answer, or a pair of request and answer.
  if (!(stream instanceof IncomingMessage || 'req' in stream)) return { exec, stream };
  throw new Error('the engine did not upgrade the connection');
}

function createExec(engine: Engine, container: string, argv: readonly string[], options: ExecOptions) {
  return engine.docker.getContainer(container).exec({
    Cmd: [...argv],
    Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
    AttachStdin: options.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Privileged: true,
    abortSignal: options.signal,
  });
}

async function finishExec({ exec, stream }: StartedExec, options: ExecOptions): Promise<ExecResult> {
  const abort = () => stream.destroy(options.signal?.reason);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    const output = await transfer(stream, options);
    return apart({ exitCode: await exitCodeOf(exec, options.signal), ...output });
  } finally {
    options.signal?.removeEventListener('abort', abort);
    stream.destroy();
  }
}

async function transfer(stream: Duplex, options: ExecOptions): Promise<{ stdout: string; stderr: string }> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const target = options.stdout;
  const writeOut: Sink = target === undefined ? (bytes) => void stdout.push(bytes) : (bytes) => writeTo(target, bytes);
  feed(stream, options.stdin);
  await demultiplex(stream, writeOut, (bytes) => void stderr.push(bytes));
  return { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Never resolves; rejects when the source of the input fails, be it before the program has started. */
function failureOf(stdin: ExecOptions['stdin']): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (stdin !== undefined && isStream(stdin)) stdin.once('error', reject);
  });
}

function feed(stream: Duplex, stdin: ExecOptions['stdin']): void {
  if (stdin === undefined) return;
  if (!isStream(stdin)) {
    stream.end(stdin);
    return;
  }
  stdin.pipe(stream);
  stream.once('close', () => stdin.unpipe(stream));
}

const isStream = (stdin: NonNullable<ExecOptions['stdin']>): stdin is NodeJS.ReadableStream =>
  typeof stdin !== 'string' && !(stdin instanceof Uint8Array);

async function writeTo(target: NodeJS.WritableStream, bytes: Buffer): Promise<void> {
  if (!target.write(bytes)) await once(target, 'drain');
}

const exitPollMs = 10;

/** The engine may close the stream a moment before it has noticed the exit. */
async function exitCodeOf(exec: Dockerode.Exec, abortSignal?: AbortSignal): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal });
    if (!Running && ExitCode !== null) return ExitCode;
    await sleep(exitPollMs, undefined, { signal: abortSignal });
  }
}

/** Docker says on standard output that a program could not be started. */
function apart(result: ExecResult): ExecResult {
  return result.stdout.startsWith('OCI runtime exec failed') ? (notStarted(result.stdout) ?? result) : result;
}

/** What an engine says of a program that is missing (docker 26 exits with 126 then) or not executable. */
function notStarted(stderr: string): ExecResult | undefined {
  if (!/OCI runtime|exec failed|executable file/i.test(stderr)) return undefined;
  if (/not found|no such file/i.test(stderr)) return { exitCode: 127, stdout: '', stderr };
  return /permission denied/i.test(stderr) ? { exitCode: 126, stdout: '', stderr } : undefined;
}
