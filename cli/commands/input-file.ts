import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Gives `use` the files, and in the place of `-` a private file with what standard input has: it can be read only once. */
export async function withInputFile<T>(
  files: readonly string[],
  signal: AbortSignal | undefined,
  use: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  if (!files.includes('-')) return use(files);
  const folder = await mkdtemp(join(tmpdir(), 'kind-stdin-'));
  const file = join(folder, 'stdin');
  try {
    await pipeline(process.stdin, createWriteStream(file), { signal });
    return await use(files.map((name) => (name === '-' ? file : name)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
