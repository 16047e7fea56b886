import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type NodeImageChoice, readRecipe } from './recipe.js';

/** What is in the cache appears complete or not at all: it is made elsewhere in the cache and then renamed. */
export interface NodeImageCache {
  /** The folder of a finished image. */
  image(inputs: string): string;
  /** The folder of something that images are made from. */
  stage(name: string, hash: string): string;
  /** Whether a folder of the cache is there, that is, finished. */
  has(folder: string): Promise<boolean>;
  /** Makes `folder`, unless it is there. `make` fills an empty folder, which is gone afterwards if it throws. */
  ensure(folder: string, make: (empty: string) => Promise<void>): Promise<void>;
  /** Removes images and stages that newer ones have taken the place of. The last ones of each kind stay. */
  prune(): Promise<void>;
}

/** Enough for two architectures, each as it is and as it was before the last change. */
const keptOfAKind = 4;

export const archiveName = 'image.tar.zst';

export function nodeImageCache(cacheDir: string): NodeImageCache {
  const root = join(cacheDir, 'node-images');
  const unfinished = join(root, 'unfinished');
  return {
    image: (inputs) => join(root, inputs),
    stage: (name, hash) => join(root, 'stages', `${name}-${hash}`),
    has: isFolder,
    async ensure(folder, make) {
      if (await isFolder(folder)) return;
      await mkdir(dirname(folder), { recursive: true });
      await mkdir(unfinished, { recursive: true });
      await removeAbandoned(unfinished);
      const empty = await mkdtemp(join(unfinished, 'build-'));
      try {
        await make(empty);
        // A temporary folder is closed to others, but the image is for whoever runs a cluster.
        await chmod(empty, 0o755);
        await rename(empty, folder);
      } catch (error) {
        // Another process may have made the same in the meantime.
        if (!(await isFolder(folder))) throw error;
      } finally {
        await rm(empty, { recursive: true, force: true });
      }
    },
    async prune() {
      const images = (await readdir(root)).filter((name) => /^[0-9a-f]+$/.test(name));
      await keepNewest(images.map((name) => join(root, name)));
      const stages = await readdir(join(root, 'stages'));
      for (const kind of new Set(stages.map((name) => name.replace(/-[0-9a-f]+$/, '')))) {
        await keepNewest(
          stages.filter((name) => name.startsWith(`${kind}-`)).map((name) => join(root, 'stages', name)),
        );
      }
    },
  };
}

/** The archive of an image that was built from just what a build would use now; undefined when there is none. */
export async function findCachedNodeImage(
  choice: NodeImageChoice & { readonly cacheDir: string },
): Promise<{ archive: string; reference: string } | undefined> {
  const { reference, hashes } = await readRecipe(choice);
  const cache = nodeImageCache(choice.cacheDir);
  const folder = cache.image(hashes.inputs);
  return (await cache.has(folder)) ? { archive: join(folder, archiveName), reference } : undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function keepNewest(folders: readonly string[]): Promise<void> {
  const dated = await Promise.all(folders.map(async (path) => ({ path, at: (await stat(path)).mtimeMs })));
  const old = dated.sort((a, b) => b.at - a.at).slice(keptOfAKind);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}

const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** What a build that was killed has left behind. No build takes a day. */
async function removeAbandoned(unfinished: string): Promise<void> {
  for (const name of await readdir(unfinished)) {
    const path = join(unfinished, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}
