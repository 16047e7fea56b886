import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { containers, engine, networks } from './engine.js';

/** Begins every name of these tests, and of no other tests. */
const livePrefix = 'kt-';

export const liveName = (): string => `${livePrefix}${randomUUID().slice(0, 8)}`;

/** Removes what these tests left in the engine, however they ended. */
export async function sweep(): Promise<void> {
  const nodes = await containers(livePrefix);
  if (nodes.length > 0) await engine(['rm', '--force', '--volumes', ...nodes]);
  const left = await networks(livePrefix);
  if (left.length > 0) await engine(['network', 'rm', ...left]);
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'kt-live-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** `work` for every item, `width` at a time; results in order. */
export async function mapLimited<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

const pauseMs = 1000;
const patienceMs = 300_000;

/** Asks again until it is answered; throws the last error when that takes too long. */
export async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(pauseMs);
    }
  }
}
