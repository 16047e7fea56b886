import type { Provider } from '../contracts/index.js';
import { imageNotFound, messageOf } from '../errors/index.js';
import type { FoundImage } from './engine-source.js';

/** Engines to look in, in order; each is opened when the ones before it do not have everything. */
export type Engines = readonly (() => Promise<Provider>)[];

export interface ImagesOfEngine {
  readonly provider: Provider;
  readonly found: readonly FoundImage[];
}

/** Where each image is. Throws IMAGE_NOT_FOUND with what every engine said when one is nowhere. */
export async function findImages(
  references: readonly string[],
  engines: Engines,
  signal?: AbortSignal,
): Promise<ImagesOfEngine[]> {
  const result: ImagesOfEngine[] = [];
  const tried: string[] = [];
  let missing = [...new Set(references)];
  for (const open of engines) {
    if (missing.length === 0) break;
    try {
      const provider = await open();
      const images = await Promise.all(missing.map((reference) => provider.images.describe(reference, signal)));
      const found = missing.flatMap((title, i) => (images[i] ? [{ title, image: images[i] }] : []));
      if (found.length > 0) result.push({ provider, found });
      missing = missing.filter((_, i) => !images[i]);
      tried.push(`${provider.name} does not have it`);
    } catch (error) {
      signal?.throwIfAborted();
      tried.push(messageOf(error));
    }
  }
  if (missing.length > 0) throw imageNotFound({ images: missing, tried });
  return result;
}
