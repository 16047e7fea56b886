import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { nodeImageCache } from '../../../arch/images/cache.js';
import { findCachedNodeImage, nodeImageInputsHash } from '../../../arch/images/index.js';
import { temporaryFolder } from '../temporary-folder.js';

test('what is made appears in its place, readable by everybody, and is made once', async (t) => {
  const cache = nodeImageCache(await temporaryFolder(t));
  let times = 0;
  const make = async (empty: string) => {
    times++;
    await writeFile(join(empty, 'file'), 'content');
  };
  await cache.ensure(cache.image('abc'), make);
  await cache.ensure(cache.image('abc'), make);
  t.is(times, 1);
  t.true(existsSync(join(cache.image('abc'), 'file')));
  t.is((await stat(cache.image('abc'))).mode & 0o777, 0o755);
});

test('what fails halfway leaves nothing', async (t) => {
  const root = await temporaryFolder(t);
  const cache = nodeImageCache(root);
  const failing = cache.ensure(cache.stage('programs', 'abc'), async (empty) => {
    await writeFile(join(empty, 'half'), '');
    throw new Error('the compiler is out of order');
  });
  await t.throwsAsync(failing, { message: 'the compiler is out of order' });
  t.false(await cache.has(cache.stage('programs', 'abc')));
  t.deepEqual(await readdir(join(root, 'node-images', 'unfinished')), []);
});

test('two builds of the same thing at the same time both succeed', async (t) => {
  const cache = nodeImageCache(await temporaryFolder(t));
  const make = (empty: string) => writeFile(join(empty, 'file'), 'content');
  await t.notThrowsAsync(Promise.all([1, 2, 3].map(() => cache.ensure(cache.image('abc'), make))));
});

test('what a killed build left behind goes once it is old, and what another build is making stays', async (t) => {
  const root = await temporaryFolder(t);
  const unfinished = join(root, 'node-images', 'unfinished');
  for (const name of ['old', 'young']) await mkdir(join(unfinished, name), { recursive: true });
  await utimes(join(unfinished, 'old'), 0, 0);
  const cache = nodeImageCache(root);
  await cache.ensure(cache.image('abc'), async () => {});
  t.deepEqual(await readdir(unfinished), ['young']);
});

test('the newest images and stages stay, older ones go', async (t) => {
  const root = await temporaryFolder(t);
  const cache = nodeImageCache(root);
  for (let n = 1; n <= 6; n++) {
    for (const folder of [cache.image(`a${n}`), cache.stage('programs', `b${n}`), cache.stage('debian', `c${n}`)]) {
      await cache.ensure(folder, async () => {});
      await utimes(folder, n, n);
    }
  }
  await cache.prune();
  t.deepEqual((await readdir(join(root, 'node-images', 'stages'))).sort(), [
    ...['debian-c3', 'debian-c4', 'debian-c5', 'debian-c6'],
    ...['programs-b3', 'programs-b4', 'programs-b5', 'programs-b6'],
  ]);
  t.deepEqual((await readdir(join(root, 'node-images'))).sort(), ['a3', 'a4', 'a5', 'a6', 'stages', 'unfinished']);
});

test('a cached image is found by what it would be made of', async (t) => {
  const cacheDir = await temporaryFolder(t);
  const choice = { version: 'v1.34.4', arch: 'amd64' };
  t.is(await findCachedNodeImage({ ...choice, cacheDir }), undefined);
  const folder = nodeImageCache(cacheDir).image(await nodeImageInputsHash(choice));
  await mkdir(folder, { recursive: true });
  const found = await findCachedNodeImage({ ...choice, cacheDir });
  t.deepEqual(found, { archive: join(folder, 'image.tar.zst'), reference: 'localhost/kind-ts/node:v1.34.4' });
  t.is(await findCachedNodeImage({ ...choice, arch: 'arm64', cacheDir }), undefined);
});
