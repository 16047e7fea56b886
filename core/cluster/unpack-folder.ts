import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';

/**
 * Unpacks the tar that is written to `input`, without the first `strip` parts of every name; `done` resolves once it was
 * ended and everything is in `folder`.
 */
export function unpackInto(folder: string, strip = 0): { readonly input: Writable; readonly done: Promise<void> } {
  const input = new PassThrough();
  const archive = extract();
  const done = Promise.all([pipeline(input, archive), unpack(archive, folder, strip)]);
  return { input, done: done.then(() => {}) };
}

/**
 * Regular files and folders alone: what else there is (sockets, links out of the folder) means nothing on another
 * machine. A name that leads out of `folder` is passed over, since what is in a node may be anybody's.
 */
async function unpack(archive: ReturnType<typeof extract>, folder: string, strip: number): Promise<void> {
  for await (const entry of archive) {
    const path = join(folder, ...entry.header.name.split('/').slice(strip));
    if (!isWithin(path, folder)) entry.resume();
    else if (entry.header.type === 'directory') {
      await mkdir(path, { recursive: true });
      entry.resume();
    } else if (entry.header.type === 'file') await writeEntry(entry, path);
    else entry.resume();
  }
}

async function writeEntry(entry: AsyncIterable<unknown>, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(entry, createWriteStream(path));
}

function isWithin(path: string, folder: string): boolean {
  const steps = relative(folder, path);
  return steps === '' || !(steps.startsWith('..') || isAbsolute(steps));
}
