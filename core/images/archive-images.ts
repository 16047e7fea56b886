import { createHash } from 'node:crypto';
import type { ImageVariant } from '../contracts/index.js';
import type { ArchiveFiles } from './archive-files.js';
import { normalizeReference } from './reference.js';

/** An image of an archive, with the platforms that are complete in it. */
export interface ArchivedImage {
  readonly references: readonly string[];
  /** As containerd names it when it imports the archive. */
  readonly nameInStream: string;
  readonly variants: readonly ImageVariant[];
}

interface Descriptor {
  readonly digest: string;
  readonly platform?: ImageVariant['platform'];
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  /** Of an index. */
  readonly manifests?: readonly Descriptor[];
}

interface DockerManifest {
  readonly Config: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Layers: readonly string[];
}

/**
 * The images of an archive that have a name, read as containerd reads them: as an OCI layout where it is one, else as
 * Docker's format. Throws a reason when it is neither, or when an image is not complete.
 */
export function imagesOf(files: ArchiveFiles): ArchivedImage[] {
  const images = files.paths.has('oci-layout') ? ociImages(files) : dockerImages(files);
  for (const { nameInStream, variants } of images)
    if (variants.length === 0) throw new Error(`parts of ${nameInStream} are missing`);
  return images;
}

function ociImages(files: ArchiveFiles): ArchivedImage[] {
  const { manifests = [] } = parse<Manifest>(files, 'index.json');
  return manifests.flatMap((descriptor) => {
    const name = nameOf(descriptor.annotations);
    if (name === undefined) return [];
    return [{ references: [normalizeReference(name)], nameInStream: name, variants: variantsOf(files, descriptor) }];
  });
}

/** containerd takes a name without registry, path or tag for a tag alone. */
function nameOf(annotations: Descriptor['annotations'] = {}): string | undefined {
  const name = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'] ?? '';
  return /[/:@]/.test(name) ? name : undefined;
}

/** Those whose manifest, config and layers are all there: an index may name platforms that were left out. */
function variantsOf(files: ArchiveFiles, descriptor: Descriptor): ImageVariant[] {
  if (!files.documents.has(blobPath(descriptor.digest))) return [];
  const { manifests, config, layers = [] } = parse<Manifest>(files, blobPath(descriptor.digest));
  if (manifests) {
    return manifests.flatMap((child) =>
      variantsOf(files, child).map(({ platform, digests }) => ({ platform, digests: [...digests, descriptor.digest] })),
    );
  }
  const isComplete = [config, ...layers].every((part) => part && files.paths.has(blobPath(part.digest)));
  if (!config || !isComplete || !files.documents.has(blobPath(config.digest))) return [];
  const platform = platformIn(files, blobPath(config.digest));
  // What is no image, such as an attestation, has a config without a system.
  return platform.os ? [{ platform, digests: [descriptor.digest, config.digest] }] : [];
}

function dockerImages(files: ArchiveFiles): ArchivedImage[] {
  if (!files.documents.has('manifest.json')) throw new Error('it has neither an oci-layout nor a manifest.json');
  return parse<readonly DockerManifest[]>(files, 'manifest.json').flatMap(({ Config, RepoTags, Layers }) => {
    const [name, ...others] = (RepoTags ?? []).map(normalizeReference);
    if (name === undefined) return [];
    const config = files.documents.get(Config);
    const isComplete = config !== undefined && Layers.every((layer) => files.paths.has(layer));
    const digest = `sha256:${createHash('sha256')
      .update(config ?? '')
      .digest('hex')}`;
    const variants = isComplete ? [{ platform: platformIn(files, Config), digests: [digest] }] : [];
    return [{ references: [name, ...others], nameInStream: name, variants }];
  });
}

function platformIn(files: ArchiveFiles, path: string): ImageVariant['platform'] {
  const { os, architecture, variant } = parse<ImageVariant['platform']>(files, path);
  return { os, architecture, ...(variant ? { variant } : {}) };
}

const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

function parse<T>({ documents }: ArchiveFiles, path: string): T {
  const content = documents.get(path);
  if (content === undefined) throw new Error(`its ${path} is missing`);
  try {
    return JSON.parse(content.toString()) as T;
  } catch {
    throw new Error(`its ${path} is not JSON`);
  }
}
