import { createHash } from 'node:crypto';
import { tar, tinyImageParts } from './tiny-image.js';

export interface OciArchiveOptions {
  /** The image's name in the archive; none unless given. */
  readonly reference?: string;
  readonly version?: string;
  /** With more than one, the image is an index. The machine's alone unless given. */
  readonly architectures?: readonly string[];
  /** Architectures that the index names and whose content is left out, as after a pull for one platform. */
  readonly without?: readonly string[];
  /** Leaves out the layer. */
  readonly withoutLayer?: boolean;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const oci = (kind: string): string => `application/vnd.oci.image.${kind}`;
const machine = process.arch === 'x64' ? 'amd64' : process.arch;

/** The tiny image as an OCI layout in a tar, with the file that Docker adds, and the digest of what its index names. */
export async function ociArchive(options: OciArchiveOptions = {}): Promise<{ archive: Buffer; digest: string }> {
  const { reference, version, architectures = [machine], without = [], withoutLayer } = options;
  const blobs = new Map<string, Buffer>();
  const put = (content: Buffer, mediaType: string, keep = true): Descriptor => {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    if (keep) blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  };
  const json = (content: object) => Buffer.from(JSON.stringify(content));
  const image = async (architecture: string) => {
    const keep = !without.includes(architecture);
    const { layer, config } = await tinyImageParts({ version, architecture });
    const manifest = {
      schemaVersion: 2,
      mediaType: oci('manifest.v1+json'),
      config: put(config, oci('config.v1+json'), keep),
      layers: [put(layer, oci('layer.v1.tar'), !withoutLayer)],
    };
    return { ...put(json(manifest), manifest.mediaType, keep), platform: { os: 'linux', architecture } };
  };
  const manifests = await Promise.all(architectures.map(image));
  const index = { schemaVersion: 2, mediaType: oci('index.v1+json') };
  const [first, ...others] = manifests;
  const top = first && others.length === 0 ? first : put(json({ ...index, manifests }), index.mediaType);
  const annotations = reference === undefined ? {} : { 'io.containerd.image.name': reference };
  const archive = await tar([
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    ...[...blobs].map(([digest, content]) => ({ name: blobPath(digest), content })),
    ...(reference === undefined
      ? []
      : [{ name: 'manifest.json', content: await dockerManifest(reference, blobs, first) }]),
    { name: 'index.json', content: JSON.stringify({ ...index, manifests: [{ ...top, annotations }] }) },
  ]);
  return { archive, digest: top.digest };
}

const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

/** What engines read that know no OCI layouts: the first platform. */
async function dockerManifest(reference: string, blobs: ReadonlyMap<string, Buffer>, first?: Descriptor) {
  const manifest = blobs.get(first?.digest ?? '');
  if (manifest === undefined) return '[]';
  const { config, layers } = JSON.parse(manifest.toString()) as { config: Descriptor; layers: Descriptor[] };
  const Layers = layers.map(({ digest }) => blobPath(digest));
  return JSON.stringify([{ Config: blobPath(config.digest), RepoTags: [reference], Layers }]);
}
