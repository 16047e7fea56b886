import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { nodeImageCache } from '../../../arch/images/cache.js';
import { buildNodeImage, nodeImageInputsHash } from '../../../arch/images/index.js';
import type { KindError } from '../../../core/errors/index.js';
import { localHost } from '../../../providers/hosts/local.js';
import { temporaryFolder } from '../temporary-folder.js';

const choice = { version: 'v1.34.4', arch: 'amd64' };

/** A PATH with a shell and the programs given as scripts. */
async function pathWith(folder: string, scripts: Record<string, string>): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await symlink('/bin/sh', join(bin, 'sh'));
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return bin;
}

test('everything that a build lacks is told at once, with the command that installs it', async (t) => {
  const folder = await temporaryFolder(t);
  const host = localHost({ PATH: await pathWith(folder, {}) });
  const cacheDir = join(folder, 'cache');
  const error = await t.throwsAsync<KindError>(buildNodeImage({ ...choice, host, cacheDir }), {
    code: 'NODE_IMAGE_BUILD_UNPREPARED',
  });
  for (const program of ['go', 'mmdebstrap', 'zstd', 'unshare']) {
    t.regex(error?.message ?? '', new RegExp(`program ${program} is missing`));
  }
  t.regex(error?.hint ?? '', /apt-get install golang-go mmdebstrap zstd util-linux/);
});

test('a Go that cannot fetch a newer one is refused before anything is built', async (t) => {
  const folder = await temporaryFolder(t);
  const host = localHost({ PATH: await pathWith(folder, { go: 'echo go version go1.19.8 linux/amd64' }) });
  const error = await t.throwsAsync<KindError>(buildNodeImage({ ...choice, host, cacheDir: join(folder, 'cache') }));
  t.regex(error?.message ?? '', /Go 1\.19 is too old; 1\.21 or later is needed/);
  t.deepEqual(await readdir(folder), ['bin']);
});

test('an image that is in the cache needs no tools', async (t) => {
  const folder = await temporaryFolder(t);
  const host = localHost({ PATH: await pathWith(folder, {}) });
  const cacheDir = join(folder, 'cache');
  const inputs = await nodeImageInputsHash(choice);
  await mkdir(nodeImageCache(cacheDir).image(inputs), { recursive: true });
  const image = await buildNodeImage({ ...choice, host, cacheDir });
  t.like(image, { cached: true, inputs, reference: 'localhost/kind-ts/node:v1.34.4' });
});
