import test from 'ava';
import { demultiplex } from '../../../providers/engine-api/demux.js';

function frame(type: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const stream = Buffer.concat([frame(1, 'one '), frame(2, 'error'), frame(1, ''), frame(1, 'two')]);

for (const size of [1, 3, 7, 8, 9, 1000])
  test(`output and errors come apart when they arrive ${size} bytes at a time`, async (t) => {
    let [stdout, stderr] = ['', ''];
    await demultiplex(
      pieces(stream, size),
      (bytes) => {
        stdout += bytes;
      },
      (bytes) => {
        stderr += bytes;
      },
    );
    t.is(stdout, 'one two');
    t.is(stderr, 'error');
  });

test('nothing is read while a sink is busy', async (t) => {
  let read = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const piece of pieces(stream, 8)) {
      read++;
      yield piece;
    }
  }
  const readAtWrite: number[] = [];
  await demultiplex(
    counted(),
    async () => {
      const before = read;
      await new Promise((resolve) => setImmediate(resolve));
      readAtWrite.push(read - before);
    },
    () => {},
  );
  t.true(readAtWrite.length > 1);
  t.true(readAtWrite.every((ahead) => ahead === 0));
});
