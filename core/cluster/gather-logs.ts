import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import type { Node, Provider } from '../contracts/index.js';
import { messageOf } from '../errors/index.js';
import { unpackInto } from './unpack-folder.js';

/** A file (or, with a slash at its end, a folder) that could not be had, or not whole. */
export interface LogProblem {
  /** Relative to the folder of the logs. */
  readonly file: string;
  readonly reason: string;
}

export interface GatheredLogs {
  /** Whether any node told anything. */
  readonly isAny: boolean;
  readonly problems: readonly LogProblem[];
}

/** Where problems are listed, in the folder of the logs. */
const problemsFile = 'errors.txt';

/** A node that hangs shall not keep those of the others from being written. */
const itemTimeoutMs = 120_000;

/** What a running node tells: file name and command. The names are upstream's. */
const commands: readonly (readonly [string, readonly string[]])[] = [
  ['kubernetes-version.txt', ['cat', '/kind/version']],
  ['journal.log', ['journalctl', '--no-pager']],
  ['kubelet.log', ['journalctl', '--no-pager', '--unit=kubelet.service']],
  ['containerd.log', ['journalctl', '--no-pager', '--unit=containerd.service']],
  ['images.log', ['crictl', 'images']],
];

interface Item {
  readonly file: string;
  /** Rejects when it could not be had. */
  write(path: string, signal: AbortSignal): Promise<void>;
}

/**
 * Writes what the engine and every node tell to `folder` and `folder/<node>/`, as far as it can be had, in upstream's
 * layout: `/var/log` of a node lies beside its other logs. Problems are also listed in `errors.txt`.
 */
export async function gatherLogs(
  provider: Provider,
  nodes: readonly Node[],
  folder: string,
  signal?: AbortSignal,
): Promise<GatheredLogs> {
  const items = [...engineItems(provider), ...nodes.flatMap((node) => nodeItems(provider, node))];
  for (const part of ['', ...nodes.map(({ name }) => name)]) await mkdir(join(folder, part), { recursive: true });
  const outcomes = await Promise.all(items.map((item) => attempt(item, folder, signal)));
  signal?.throwIfAborted();
  const problems = outcomes.filter((problem) => problem !== undefined);
  if (problems.length > 0) {
    await writeFile(join(folder, problemsFile), problems.map(({ file, reason }) => `${file}: ${reason}\n`).join(''));
  }
  const isOfNode = ({ file }: { readonly file: string }) => file.includes('/');
  return { isAny: items.filter(isOfNode).length > problems.filter(isOfNode).length, problems };
}

async function attempt(item: Item, folder: string, signal?: AbortSignal): Promise<LogProblem | undefined> {
  const deadline = AbortSignal.timeout(itemTimeoutMs);
  try {
    await item.write(join(folder, item.file), signal ? AbortSignal.any([signal, deadline]) : deadline);
    return undefined;
  } catch (error) {
    return { file: item.file, reason: messageOf(error).trim() };
  }
}

function engineItems({ name, diagnostics }: Provider): Item[] {
  if (!diagnostics) return [];
  return [textItem(`${name}-info.txt`, (signal) => diagnostics.describeEngine(signal))];
}

function nodeItems({ diagnostics }: Provider, node: Node): Item[] {
  return [
    textItem(`${node.name}/serial.log`, (signal) => node.log(signal)),
    ...(diagnostics ? [textItem(`${node.name}/inspect.json`, (signal) => diagnostics.describeNode(node, signal))] : []),
    { file: `${node.name}/`, write: (path, signal) => writeVarLog(node, path, signal) },
    // A balancer of upstream's has none of these programs.
    ...(node.role === 'external-load-balancer' ? [] : commands).map(([file, argv]) => ({
      file: `${node.name}/${file}`,
      write: (path: string, signal: AbortSignal) => writeOutput(node, argv, path, signal),
    })),
  ];
}

function textItem(file: string, read: (signal: AbortSignal) => Promise<string>): Item {
  return { file, write: async (path, signal) => writeFile(path, await read(signal)) };
}

async function writeOutput(node: Node, argv: readonly string[], path: string, signal: AbortSignal): Promise<void> {
  if (!node.running) throw new Error('the node is stopped');
  const file = createWriteStream(path);
  // Told by `finished`.
  file.on('error', () => {});
  try {
    const { exitCode, stderr } = await node.exec(argv, { stdout: file, signal });
    file.write(stderr);
    if (exitCode !== 0) throw new Error(`${argv.join(' ')} exited with ${exitCode} ${stderr}`);
  } finally {
    await finished(file.end());
  }
}

/** Links are followed, so that containers/ has files; a log that grows meanwhile (exit code 1) is no fault. */
const packVarLog = ['tar', '--hard-dereference', '-C', '/var/log', '-chf', '-', '.'];

async function writeVarLog(node: Node, folder: string, signal: AbortSignal): Promise<void> {
  // What the engine packs is named log/….
  const { input, done } = unpackInto(folder, node.running ? 0 : 1);
  const packed = node.running ? packInNode(node, input, signal) : packByEngine(node, input, signal);
  await Promise.all([packed, done]);
}

async function packInNode(node: Node, input: NodeJS.WritableStream, signal: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await node.exec(packVarLog, { stdout: input, signal });
  input.end();
  if (exitCode > 1) throw new Error(`${packVarLog.join(' ')} exited with ${exitCode} ${stderr}`);
}

async function packByEngine(node: Node, input: NodeJS.WritableStream, signal: AbortSignal): Promise<void> {
  await pipeline(await node.readFolder('/var/log', signal), input, { signal });
}
