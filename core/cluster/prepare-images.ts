import { createReadStream } from 'node:fs';
import type { ClusterSpec, ImageFacts, Provider } from '../contracts/index.js';
import { messageOf, nodeImageMissing } from '../errors/index.js';
import type { PreparedImage, PrepareImages } from '../plan/create-context.js';

/** Where node images come from besides the engine. */
export interface NodeImageSources {
  /** The Kubernetes version that is wanted when nobody names an image; with its `v`. */
  readonly version: string;
  /** The reference that a built image of that version has. */
  readonly builtReference: string;
  /** The published image for the version, pinned by digest; undefined when there is none. */
  readonly publishedReference?: string;
  /** A built image in the cache; undefined when there is none for this architecture. */
  findCached(arch: string): Promise<CachedImage | undefined>;
}

export interface CachedImage {
  /** Path of a docker-archive. */
  readonly archive: string;
  readonly reference: string;
}

type Report = (done: number, total: number) => void;

/** Images that the config names are pulled when they are missing; for the others the first source that has one is used. */
export function prepareImagesFrom(sources: NodeImageSources): PrepareImages {
  return async (spec, provider, onProgress, signal) => {
    const references = await choose(spec, provider, sources, onProgress, signal);
    const facts = new Map<string, Promise<ImageFacts>>();
    for (const reference of new Set(references.values())) {
      facts.set(reference, ensureInEngine(provider, reference, onProgress, signal));
    }
    const prepared = new Map<string, PreparedImage>();
    for (const [node, reference] of references) {
      prepared.set(node, { reference, arch: (await facts.get(reference))?.arch ?? '' });
    }
    return prepared;
  };
}

async function choose(
  spec: ClusterSpec,
  provider: Provider,
  sources: NodeImageSources,
  onProgress: Report,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const isNamed = spec.nodes.every(({ image }) => image !== undefined);
  const fallback = isNamed ? '' : await findDefault(provider, sources, onProgress, signal);
  return new Map(spec.nodes.map(({ name, image }) => [name, image ?? fallback]));
}

async function findDefault(
  provider: Provider,
  { version, builtReference, publishedReference, findCached }: NodeImageSources,
  onProgress: Report,
  signal: AbortSignal,
): Promise<string> {
  if (await provider.images.find(builtReference, signal)) return builtReference;
  const { arch } = await provider.host.facts(signal);
  const cached = await findCached(arch);
  if (cached) {
    await provider.images.load(createReadStream(cached.archive), signal);
    return cached.reference;
  }
  const tried = [
    `${provider.name} has no image ${builtReference}`,
    `the cache has no built image for ${version} on ${arch}`,
  ];
  if (!publishedReference) throw nodeImageMissing({ version, tried: [...tried, 'none is published'] });
  try {
    await ensureInEngine(provider, publishedReference, onProgress, signal);
    return publishedReference;
  } catch (cause) {
    signal.throwIfAborted();
    throw nodeImageMissing({ version, tried: [...tried, messageOf(cause)] }, { cause });
  }
}

async function ensureInEngine(
  provider: Provider,
  reference: string,
  onProgress: Report,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const present = await provider.images.find(reference, signal);
  if (present) return present;
  await provider.images.pull(reference, ({ done, total }) => onProgress(done, total), signal);
  const pulled = await provider.images.find(reference, signal);
  if (!pulled)
    throw nodeImageMissing({ version: reference, tried: [`${provider.name} pulled it and does not have it`] });
  return pulled;
}
