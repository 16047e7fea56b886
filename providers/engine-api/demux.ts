/** Takes bytes; the reader waits for what it returns before it reads on. */
export type Sink = (bytes: Buffer) => Promise<void> | void;

const headerSize = 8;
const stderrType = 2;

/**
 * Splits an engine's multiplexed stream (8 bytes of header: type, 0, 0, 0, big-endian length; then the payload) into
 * standard output and error. Reads no faster than the sinks take.
 */
export async function demultiplex(source: AsyncIterable<Buffer>, stdout: Sink, stderr: Sink): Promise<void> {
  let header = Buffer.alloc(0);
  let remaining = 0;
  for await (let chunk of source) {
    while (chunk.length > 0) {
      if (remaining === 0) {
        const missing = headerSize - header.length;
        header = Buffer.concat([header, chunk.subarray(0, missing)]);
        chunk = chunk.subarray(missing);
        if (header.length < headerSize) continue;
        remaining = header.readUInt32BE(4);
      }
      const payload = chunk.subarray(0, remaining);
      if (payload.length > 0) await (header[0] === stderrType ? stderr : stdout)(payload);
      remaining -= payload.length;
      chunk = chunk.subarray(payload.length);
      if (remaining === 0) header = Buffer.alloc(0);
    }
  }
}
