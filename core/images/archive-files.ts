import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Host } from '../contracts/index.js';

/** What there is to know of an archive without its layers. */
export interface ArchiveFiles {
  /** Every path in it. */
  readonly paths: ReadonlySet<string>;
  /** The files that are JSON. */
  readonly documents: ReadonlyMap<string, Buffer>;
}

/** More than any manifest or config has; containerd takes no larger ones. */
const documentLimit = 8 << 20;

/** Reads a tar, plain or compressed with gzip or zstd, to its end. Throws when it is none, or is cut off. */
export async function readArchiveFiles(host: Host, file: string, signal?: AbortSignal): Promise<ArchiveFiles> {
  const paths = new Set<string>();
  const documents = new Map<string, Buffer>();
  const magic = await magicOf(file);
  const entries = extract();
  const packed = createReadStream(file, { highWaterMark: 1 << 20 });
  const read = async () => {
    for await (const entry of entries) {
      const path = entry.header.name.replace(/^\.\//, '');
      paths.add(path);
      const document = await readDocument(entry as unknown as Readable, entry.header.size ?? 0);
      if (document) documents.set(path, document);
    }
  };
  await Promise.all([read(), unpack(host, packed, magic, entries, signal)]);
  return { paths, documents };
}

/** The content of an entry that is JSON; undefined for others, which are skipped. */
async function readDocument(entry: Readable, size: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let isJson = size <= documentLimit;
  for await (const chunk of entry) {
    if (chunks.length === 0 && !/^\s*[[{]/.test(chunk.subarray(0, 16).toString('latin1'))) isJson = false;
    if (isJson) chunks.push(chunk);
  }
  return isJson && chunks.length > 0 ? Buffer.concat(chunks) : undefined;
}

async function magicOf(file: string): Promise<string> {
  for await (const chunk of createReadStream(file, { end: 3 })) return (chunk as Buffer).toString('hex');
  return '';
}

async function unpack(
  host: Host,
  packed: Readable,
  magic: string,
  target: NodeJS.WritableStream,
  signal?: AbortSignal,
): Promise<void> {
  if (magic.startsWith('1f8b')) return pipeline(packed, createGunzip(), target, { signal });
  if (magic !== '28b52ffd') return pipeline(packed, target, { signal });
  const { exitCode, stderr } = await host.exec(['zstd', '-dc'], { stdin: packed, stdout: target, signal });
  if (exitCode !== 0) throw new Error(stderr.trim() || `zstd exited with ${exitCode}`);
  target.end();
}
