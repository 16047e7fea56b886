import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { EngineImage, ImagePlatform, ImageVariant } from '../../core/contracts/provider.js';
import type { Engine } from './engine.js';
import { isNotFound } from './errors.js';

/** What an engine says of an image. `Manifests` comes from Docker 28 on where it keeps images in containerd. */
interface Inspected {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Os: string;
  readonly Architecture: string;
  readonly Variant?: string;
  readonly Manifests?: readonly Manifest[] | null;
}

interface Manifest {
  readonly ID: string;
  readonly Available: boolean;
  readonly Kind: string;
  readonly ImageData?: { readonly Platform: ImagePlatform };
}

export async function describeImage(
  engine: Engine,
  reference: string,
  signal?: AbortSignal,
): Promise<EngineImage | undefined> {
  const path = `/images/${encodeURIComponent(reference).replaceAll('%2F', '/')}/json?`;
  try {
    const image = await get<Inspected>(engine.docker, { path, options: { manifests: true }, abortSignal: signal });
    return { id: image.Id, tags: tagsAmong(image.RepoTags), variants: variantsOf(image) };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw engine.translate(`inspect the image ${reference}`, error);
  }
}

function variantsOf({
  Id,
  Os: os,
  Architecture: architecture,
  Variant: variant,
  Manifests,
}: Inspected): ImageVariant[] {
  if (!Manifests) return [{ platform: { os, architecture, ...(variant ? { variant } : {}) }, digests: [Id] }];
  return Manifests.flatMap(({ ID, Available, Kind, ImageData }) =>
    Available && Kind === 'image' && ImageData
      ? [{ platform: ImageData.Platform, digests: [...new Set([ID, Id])] }]
      : [],
  );
}

export async function saveImages(
  engine: Engine,
  names: readonly string[],
  platform: ImagePlatform,
  signal?: AbortSignal,
): Promise<Readable> {
  // An engine that knows no platforms here has only one of each image, or sends all that it has.
  const options = { names, platform };
  const request = { path: '/images/get?', options, isStream: true, abortSignal: signal };
  return engine.ask(`save ${names.join(', ')}`, get<IncomingMessage>(engine.docker, request));
}

export async function listImageNames(engine: Engine, abortSignal?: AbortSignal): Promise<string[]> {
  const images = await engine.ask('list the images', engine.docker.listImages({ abortSignal }));
  return images.flatMap(({ RepoTags }) => tagsAmong(RepoTags));
}

/** Where it keeps images in containerd, Docker has names with a digest among the tags. */
function tagsAmong(names: readonly string[] | null | undefined): string[] {
  return (names ?? []).filter((name) => !/@|<none>/.test(name));
}

interface Modem {
  dial<T>(options: object, answered: (error: Error | null, answer: T) => void): void;
}

/** dockerode does not send its option `manifests`, and knows no platforms of saved images. */
function get<T>(docker: Dockerode, request: object): Promise<T> {
  const statusCodes = { 200: true, 400: 'bad parameter', 404: 'no such image', 500: 'server error' };
  return new Promise((resolve, reject) => {
    (docker.modem as Modem).dial<T>({ method: 'GET', statusCodes, ...request }, (error, answer) =>
      error === null ? resolve(answer) : reject(error),
    );
  });
}
