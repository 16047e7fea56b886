import { createReadStream } from 'node:fs';
import { loadBalancerLabel } from '../../arch/images/index.js';
import type { ClusterSpec, ImageFacts, Provider } from '../contracts/index.js';
import { loadBalancerImageMissing, messageOf, nodeImageMissing } from '../errors/index.js';
import type { PreparedImage, PrepareImages } from '../plan/create-context.js';
import { loadBalancerName } from './names.js';

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
    const images = new Map<string, PreparedImage>();
    for (const reference of new Set(references.values())) {
      images.set(reference, prepared(reference, await ensureInEngine(provider, reference, onProgress, signal)));
    }
    const ofNodes = [...references].map(([node, reference]) => [node, images.get(reference) as PreparedImage] as const);
    const loadBalancer = loadBalancerName(spec);
    if (!loadBalancer) return new Map(ofNodes);
    const known = ofNodes.map(([, image]) => image);
    return new Map([...ofNodes, [loadBalancer, await findLoadBalancer(known, provider, sources, signal)]]);
  };
}

function prepared(reference: string, { arch, labels }: ImageFacts): PreparedImage {
  const loadBalancer = labels[loadBalancerLabel];
  return { reference, arch, ...(loadBalancer ? { loadBalancer } : {}) };
}

/** One of the nodes' images if it can be a load balancer, else a built one. */
async function findLoadBalancer(
  ofNodes: readonly PreparedImage[],
  provider: Provider,
  { version, builtReference, findCached }: NodeImageSources,
  signal: AbortSignal,
): Promise<PreparedImage> {
  const lookUp = async (reference: string) => {
    const facts = await provider.images.find(reference, signal);
    return facts && prepared(reference, facts);
  };
  const candidates = [...ofNodes, await lookUp(builtReference)];
  const found = candidates.find((image) => image?.loadBalancer);
  if (found) return found;
  const cached = await loadCached(provider, findCached, signal);
  const image = cached && (await lookUp(cached.reference));
  if (image?.loadBalancer) return image;
  throw loadBalancerImageMissing({
    image: ofNodes[0]?.reference ?? '',
    tried: [
      `${provider.name} has no image ${builtReference} with a load balancer`,
      `the cache has no such image for ${version}`,
    ],
  });
}

async function loadCached(
  provider: Provider,
  findCached: NodeImageSources['findCached'],
  signal: AbortSignal,
): Promise<CachedImage | undefined> {
  const { arch } = await provider.host.facts(signal);
  const cached = await findCached(arch);
  if (cached) await provider.images.load(createReadStream(cached.archive), signal);
  return cached;
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
  const cached = await loadCached(provider, findCached, signal);
  if (cached) return cached.reference;
  const { arch } = await provider.host.facts(signal);
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
