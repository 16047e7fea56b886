import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { Host } from '../../core/contracts/host.js';
import { commandFailed } from '../../core/errors/index.js';

const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** The archive without its zstd compression, if it has one, for engines that know none. */
export async function plainArchive(host: Host, archive: Readable, signal?: AbortSignal): Promise<Readable> {
  if (!(await peek(archive, magic.length)).equals(magic)) return archive;
  const argv = ['zstd', '-dc'];
  const plain = new PassThrough();
  host.exec(argv, { stdin: archive, stdout: plain, signal }).then(
    ({ exitCode, stderr }) =>
      exitCode === 0 ? plain.end() : plain.destroy(commandFailed({ argv, exitCode, output: stderr })),
    (error: Error) => plain.destroy(error),
  );
  return plain;
}

/** The first bytes of a stream, which still gives them to whoever reads it next. */
async function peek(stream: Readable, size: number): Promise<Buffer> {
  for (;;) {
    const bytes: Buffer | null = stream.read(size) ?? stream.read();
    if (bytes !== null) {
      stream.unshift(bytes);
      return bytes.subarray(0, size);
    }
    if (stream.readableEnded) return Buffer.alloc(0);
    await Promise.race([once(stream, 'readable'), once(stream, 'end')]);
  }
}
