import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** A node image that needs nothing: a static busybox that waits to be told to end. */
export const tinyImage = 'kind-ts-test/tiny:1';

const applets =
  'sh tar cat sleep ls mount grep head dd wc touch stat true false kill env echo hostname nc wget httpd mkdir';
const entrypoint = 'trap "exit 0" TERM; echo booted; while :; do sleep 0.2; done';
const arch = process.arch === 'x64' ? 'amd64' : process.arch;

interface Entry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly linkTo?: string;
}

export async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content, linkTo } of entries) {
    if (linkTo !== undefined) archive.entry({ name, type: 'symlink', linkname: linkTo });
    else if (content === undefined) archive.entry({ name, type: 'directory', mode: 0o755 });
    else archive.entry({ name, mode: 0o755 }, content);
  }
  archive.finalize();
  return buffer(archive);
}

const layer = () =>
  tar([
    ...['bin', 'etc', 'tmp', 'run', 'var', 'proc', 'sys', 'dev', 'lib', 'lib/modules'].map((name) => ({ name })),
    { name: 'bin/busybox', content: readFileSync('/bin/busybox') },
    ...applets.split(' ').map((applet) => ({ name: `bin/${applet}`, linkTo: 'busybox' })),
  ]);

export interface Variation {
  /** What `$VERSION` is in its containers: each makes another image with the same layer. */
  readonly version?: string;
  /** As in OCI images; the machine's unless given. */
  readonly architecture?: string;
}

/** The one layer, not compressed, and the config that describes it. */
export async function tinyImageParts({ version = '1', architecture = arch }: Variation = {}): Promise<{
  readonly layer: Buffer;
  readonly config: Buffer;
}> {
  const files = await layer();
  const config = {
    architecture,
    os: 'linux',
    config: {
      Entrypoint: ['/bin/sh', '-c', entrypoint],
      Env: ['PATH=/bin', `VERSION=${version}`],
      Labels: { 'dev.kind-ts.test': 'tiny' },
      StopSignal: 'SIGTERM',
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(files).digest('hex')}`] },
  };
  return { layer: files, config: Buffer.from(JSON.stringify(config)) };
}

/** The image as a docker-archive. */
export async function tinyImageArchive(reference = tinyImage, variation?: Variation): Promise<Readable> {
  const { layer, config } = await tinyImageParts(variation);
  const manifest = [{ Config: 'config.json', RepoTags: [reference], Layers: ['layer.tar'] }];
  const archive = await tar([
    { name: 'manifest.json', content: JSON.stringify(manifest) },
    { name: 'config.json', content: config },
    { name: 'layer.tar', content: layer },
  ]);
  return Readable.from([archive]);
}
