import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import test from 'ava';
import { plainArchive } from '../../../providers/engine-api/zstd.js';
import { localHost } from '../../../providers/hosts/local.js';

const host = localHost(process.env);
const content = Buffer.alloc(3 << 20, 'an archive ');

test('a compressed archive is decompressed', async (t) => {
  const packed = execFileSync('zstd', ['-qc'], { input: content });
  t.true((await buffer(await plainArchive(host, Readable.from([packed])))).equals(content));
});

test('a plain archive passes unchanged, also when it comes in small pieces', async (t) => {
  const pieces = [content.subarray(0, 1), content.subarray(1, 3), content.subarray(3)];
  t.true((await buffer(await plainArchive(host, Readable.from(pieces, { objectMode: false })))).equals(content));
});

test('an empty archive passes unchanged', async (t) => {
  t.is((await buffer(await plainArchive(host, Readable.from([], { objectMode: false })))).length, 0);
});

test('a broken compressed archive is an error', async (t) => {
  const packed = execFileSync('zstd', ['-qc'], { input: content });
  const broken = packed.subarray(0, packed.length / 2);
  await t.throwsAsync(async () => buffer(await plainArchive(host, Readable.from([broken]))), {
    code: 'COMMAND_FAILED',
  });
});
