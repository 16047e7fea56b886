import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';

/** An image to write. Only what the images of this project need. */
export interface ArchiveImage {
  /** Fully qualified, with tags. */
  readonly references: readonly string[];
  /** As in OCI images: `amd64`, `arm64`. */
  readonly arch: string;
  /** Uncompressed tar files, the lowest layer first. Images may share layers: a file is written once. */
  readonly layers: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
}

/** Writes a file that Docker, Podman and containerd load alike. The same images give the same bytes. */
export async function writeDockerArchive(file: string, images: readonly ArchiveImage[]): Promise<void> {
  const layers = new Map<string, Layer>();
  for (const path of images.flatMap((image) => image.layers)) {
    if (!layers.has(path)) layers.set(path, await readLayer(path));
  }
  const archive = pack();
  const filled = fill(archive, images, layers).catch((error: Error) => {
    archive.destroy(error);
    throw error;
  });
  await Promise.all([filled, pipeline(archive, createWriteStream(file))]);
}

interface Layer {
  readonly file: string;
  readonly hex: string;
  readonly size: number;
}

async function readLayer(file: string): Promise<Layer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return { file, hex: hash.digest('hex'), size: (await stat(file)).size };
}

// A fixed time: what is in an archive shall not depend on when it was made.
const mtime = new Date(0);

async function fill(archive: Pack, images: readonly ArchiveImage[], layers: Map<string, Layer>): Promise<void> {
  const written = new Set<string>();
  for (const { file, hex, size } of layers.values()) {
    if (written.has(hex)) continue;
    written.add(hex);
    const entry = archive.entry({ name: layerPath(hex), size, mtime, mode: 0o644 });
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), entry);
  }
  const manifest = images.map((image) => {
    const hexes = image.layers.map((file) => (layers.get(file) as Layer).hex);
    const config = JSON.stringify(imageConfig(image, hexes));
    const name = `${createHash('sha256').update(config).digest('hex')}.json`;
    if (!written.has(name)) archive.entry({ name, mtime, mode: 0o644 }, config);
    written.add(name);
    return { Config: name, RepoTags: image.references, Layers: hexes.map(layerPath) };
  });
  archive.entry({ name: 'manifest.json', mtime, mode: 0o644 }, JSON.stringify(manifest));
  archive.finalize();
}

function layerPath(hex: string): string {
  return `${hex}/layer.tar`;
}

function imageConfig(image: ArchiveImage, hexes: readonly string[]) {
  const created = mtime.toISOString();
  return {
    architecture: image.arch,
    os: 'linux',
    created,
    config: {
      Entrypoint: image.entrypoint,
      Env: image.env,
      Labels: image.labels,
      StopSignal: image.stopSignal,
    },
    rootfs: { type: 'layers', diff_ids: hexes.map((hex) => `sha256:${hex}`) },
    history: hexes.map(() => ({ created })),
  };
}
