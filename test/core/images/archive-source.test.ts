import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { KindError } from '../../../core/errors/index.js';
import { archiveSource } from '../../../core/images/archive-source.js';
import { localHost } from '../../../providers/hosts/local.js';
import { ociArchive } from '../../oci-archive.js';
import { tar, tinyImageArchive } from '../../tiny-image.js';

const host = localHost(process.env);
const reference = 'docker.io/library/app:1';

function fileWith(t: ExecutionContext, content: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'kind-ts-archive-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'images.tar');
  writeFileSync(file, content);
  return file;
}

const dockerArchive = async (name: string) =>
  buffer(await tinyImageArchive(name, { version: '1', architecture: 'amd64' }));

test('an archive of docker save is known by its tags in full and the digest of its config', async (t) => {
  const source = await archiveSource(host, fileWith(t, await dockerArchive('app:1')));
  const [image, ...others] = await source.images('amd64');
  t.is(others.length, 0);
  t.like(image, { title: reference, references: [reference], nameInStream: reference });
  t.regex(image?.digests.join() ?? '', /^sha256:[0-9a-f]{64}$/);
  t.deepEqual(image?.platform, { os: 'linux', architecture: 'amd64' });
});

for (const [packing, pack] of [
  ['gzip', gzipSync],
  ['zstd', (plain: Buffer) => execFileSync('zstd', ['-qc'], { input: plain, maxBuffer: 1 << 28 })],
] as const)
  test(`an archive compressed with ${packing} holds the same images`, async (t) => {
    const plain = await dockerArchive('app:1');
    const images = async (content: Buffer) => (await archiveSource(host, fileWith(t, content))).images('amd64');
    t.deepEqual(await images(pack(plain)), await images(plain));
  });

test('an OCI archive is known by the digests of its manifest and its index', async (t) => {
  const { archive, digest } = await ociArchive({ reference, architectures: ['amd64', 'arm64'] });
  const source = await archiveSource(host, fileWith(t, archive));
  const [amd64] = await source.images('amd64');
  const [arm64] = await source.images('arm64');
  t.true(amd64?.digests.includes(digest) && arm64?.digests.includes(digest));
  t.not(amd64?.digests[0], arm64?.digests[0]);
  t.is(arm64?.platform.architecture, 'arm64');
});

test('platforms whose content was left out are not there', async (t) => {
  const { archive } = await ociArchive({ reference, architectures: ['amd64', 'arm64', 's390x'], without: ['arm64'] });
  const source = await archiveSource(host, fileWith(t, archive));
  t.is((await source.images('amd64')).length, 1);
  const error = await t.throwsAsync(source.images('arm64'), { instanceOf: KindError });
  t.is(error?.code, 'IMAGE_PLATFORM_MISSING');
  t.regex(error?.message ?? '', /app:1 is not there for linux\/arm64, only for linux\/amd64, linux\/s390x/);
});

test('an image of one platform is taken as it is', async (t) => {
  const { archive } = await ociArchive({ reference, architectures: ['arm64'] });
  const [image] = await (await archiveSource(host, fileWith(t, archive))).images('amd64');
  t.is(image?.platform.architecture, 'arm64');
});

test('a name of podman without registry is found under its full name too', async (t) => {
  const { archive } = await ociArchive({ reference: 'app:1' });
  const [image] = await (await archiveSource(host, fileWith(t, archive))).images('amd64');
  t.like(image, { references: [reference], nameInStream: 'app:1' });
});

const invalid: Readonly<Record<string, readonly [() => Promise<Buffer>, RegExp]>> = {
  'text is': [async () => Buffer.from('an image? '.repeat(200)), /invalid|tar/i],
  'an empty file is': [async () => Buffer.alloc(0), /neither/],
  'a tar of something else is': [() => tar([{ name: 'readme', content: 'hello' }]), /neither an oci-layout nor/],
  'a tar that is cut off is': [async () => (await dockerArchive('app:1')).subarray(0, 100_000), /unexpected end/i],
  'an archive whose manifest is no JSON is': [() => tar([{ name: 'manifest.json', content: '[{' }]), /not JSON/],
  'an archive without the layer is': [
    async () => (await ociArchive({ reference, withoutLayer: true })).archive,
    /parts of docker.io\/library\/app:1 are missing/,
  ],
  'an archive whose image has no name is': [async () => (await ociArchive()).archive, /name/],
};

for (const [title, [content, reason]] of Object.entries(invalid))
  test(`${title} refused with a reason`, async (t) => {
    const file = fileWith(t, await content());
    const error = await t.throwsAsync(archiveSource(host, file), { instanceOf: KindError });
    t.is(error?.code, 'IMAGE_ARCHIVE_INVALID');
    t.true(error?.message.startsWith(`${file} is no image archive: `), error?.message);
    t.regex(error?.message ?? '', reason);
  });

test('a file that is not there is refused with its path', async (t) => {
  const error = await t.throwsAsync(archiveSource(host, '/no/such.tar'), { instanceOf: KindError });
  t.regex(error?.message ?? '', /\/no\/such\.tar/);
});
