import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';

/**
 * Gives all that is read from `source` to each of the streams that it returns, no faster than the slowest of them reads.
 * One that is destroyed is left out; the source is destroyed when all are. They fail when the source fails.
 */
export function tee(source: Readable, count: number): PassThrough[] {
  const branches = Array.from({ length: count }, () => new PassThrough());
  for (const branch of branches)
    branch.once('close', () => branches.every(({ destroyed }) => destroyed) && source.destroy());
  void pump(source, branches);
  return branches;
}

async function pump(source: Readable, branches: readonly PassThrough[]): Promise<void> {
  try {
    for await (const chunk of source) await Promise.all(branches.map((branch) => write(branch, chunk)));
    for (const branch of branches) branch.end();
  } catch (error) {
    for (const branch of branches) branch.destroy(error as Error);
  }
}

async function write(branch: PassThrough, chunk: Buffer): Promise<void> {
  if (branch.destroyed || branch.write(chunk)) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race(['drain', 'close'].map((event) => once(branch, event, { signal }))).catch(() => {});
  settled.abort();
}
