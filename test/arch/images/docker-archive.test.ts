import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { extract } from 'tar-stream';
import { type ArchiveImage, writeDockerArchive } from '../../../arch/images/docker-archive.js';
import { temporaryFolder } from '../temporary-folder.js';

async function twoImages(folder: string): Promise<ArchiveImage[]> {
  const [shared, own] = [join(folder, 'shared.tar'), join(folder, 'own.tar')];
  await writeFile(shared, Buffer.alloc(70_000, 's'));
  await writeFile(own, Buffer.alloc(1024, 'o'));
  return [
    { references: ['localhost/a:1', 'localhost/a:2'], arch: 'arm64', layers: [shared], entrypoint: ['/a'] },
    { references: ['localhost/b:1'], arch: 'arm64', layers: [shared, own], labels: { answer: '42' } },
  ];
}

async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  const archive = extract();
  archive.end(await readFile(file));
  for await (const entry of archive) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entries.has(entry.header.name)) throw new Error(`${entry.header.name} is there twice`);
    entries.set(entry.header.name, Buffer.concat(chunks));
  }
  return entries;
}

const sha256 = (content: Buffer | undefined) =>
  createHash('sha256')
    .update(content ?? '')
    .digest('hex');

test('an archive names each image with all its references, and every file that it names is there', async (t) => {
  const folder = await temporaryFolder(t);
  await writeDockerArchive(join(folder, 'out.tar'), await twoImages(folder));
  const entries = await entriesOf(join(folder, 'out.tar'));
  const manifest = JSON.parse(String(entries.get('manifest.json')));
  t.deepEqual(
    manifest.map((image: { RepoTags: string[] }) => image.RepoTags),
    [['localhost/a:1', 'localhost/a:2'], ['localhost/b:1']],
  );
  for (const { Config, Layers } of manifest) for (const name of [Config, ...Layers]) t.true(entries.has(name), name);
});

test('a config tells the architecture, the settings and the digest of every layer, lowest first', async (t) => {
  const folder = await temporaryFolder(t);
  await writeDockerArchive(join(folder, 'out.tar'), await twoImages(folder));
  const entries = await entriesOf(join(folder, 'out.tar'));
  const [, second] = JSON.parse(String(entries.get('manifest.json')));
  const config = JSON.parse(String(entries.get(second.Config)));
  t.is(second.Config, `${sha256(entries.get(second.Config))}.json`);
  t.is(config.architecture, 'arm64');
  t.deepEqual(config.config.Labels, { answer: '42' });
  t.deepEqual(
    config.rootfs.diff_ids,
    second.Layers.map((name: string) => `sha256:${sha256(entries.get(name))}`),
  );
});

test('a layer that two images share is in the archive once', async (t) => {
  const folder = await temporaryFolder(t);
  await writeDockerArchive(join(folder, 'out.tar'), await twoImages(folder));
  const layers = [...(await entriesOf(join(folder, 'out.tar'))).keys()].filter((name) => name.endsWith('layer.tar'));
  t.is(layers.length, 2);
});

test('the same images give the same bytes', async (t) => {
  const folder = await temporaryFolder(t);
  await writeDockerArchive(join(folder, 'first.tar'), await twoImages(folder));
  await writeDockerArchive(join(folder, 'second.tar'), await twoImages(folder));
  t.deepEqual(await readFile(join(folder, 'first.tar')), await readFile(join(folder, 'second.tar')));
});

test('a layer that is missing is told, and does not leave the writer waiting', async (t) => {
  const folder = await temporaryFolder(t);
  const images = [{ references: ['localhost/a:1'], arch: 'amd64', layers: [join(folder, 'missing.tar')] }];
  await t.throwsAsync(writeDockerArchive(join(folder, 'out.tar'), images), { code: 'ENOENT' });
});
