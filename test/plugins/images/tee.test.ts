import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import test from 'ava';
import { tee } from '../../../plugins/images/tee.js';

const chunk = Buffer.alloc(1 << 16, 'kind');
const chunks = (count: number) => Readable.from(Array.from({ length: count }, () => chunk));

test('every branch gets all bytes', async (t) => {
  const branches = tee(chunks(20), 3);
  for (const content of await Promise.all(branches.map((branch) => buffer(branch)))) t.is(content.length, 20 << 16);
});

test('the source is read no faster than the slowest branch', async (t) => {
  let read = 0;
  const source = new Readable({
    read() {
      read++;
      this.push(read > 100 ? null : chunk);
    },
  });
  const [fast, slow] = tee(source, 2);
  fast?.resume();
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.true(read < 10, `${read} chunks were read`);
  t.is((await buffer(slow as Readable)).length, 100 << 16);
});

test('a branch that is destroyed does not hold up the others', async (t) => {
  const [gone, stays] = tee(chunks(50), 2);
  const content = buffer(stays as Readable);
  gone?.destroy();
  t.is((await content).length, 50 << 16);
});

test('the source is destroyed when nobody reads it any more', async (t) => {
  const source = new Readable({ read: () => {} });
  const closed = new Promise((resolve) => source.once('close', resolve));
  for (const branch of tee(source, 2)) branch.destroy();
  await closed;
  t.true(source.destroyed);
});

test('branches fail with the source', async (t) => {
  const source = new Readable({ read: () => {} });
  const contents = tee(source, 2).map((branch) => buffer(branch));
  source.destroy(new Error('the engine is gone'));
  for (const content of contents) await t.throwsAsync(content, { message: 'the engine is gone' });
});
