import type {
  Events,
  ImageLoader,
  ImageLoadOptions,
  ImagePlacement,
  ImageSource,
  Node,
  SourceImage,
} from '../../core/contracts/index.js';
import { imageLoadFailed, messageOf } from '../../core/errors/index.js';
import { askContainerd, type Containerd, findContent, missingReferences, tagImage } from './containerd.js';
import { type Delivery, deliver } from './deliver.js';

/** Sends an image only to the nodes that lack it, in one read of the source for all that lack the same. */
export const deltaLoader = (events: Events): ImageLoader => ({
  name: 'delta',
  async load(source, nodes, options = {}) {
    const visits = await Promise.all(nodes.map((node) => visit(source, node, options)));
    for (const message of otherPlatforms(visits)) events.emit({ type: 'warning', message });
    for (const delivery of deliveriesTo(visits)) await deliver(source, delivery, options);
    return placements(visits);
  },
});

/** What one node has and lacks. */
interface Visit {
  readonly node: Node;
  readonly containerd: Containerd;
  readonly images: readonly SourceImage[];
  readonly present: readonly SourceImage[];
  readonly tagged: readonly SourceImage[];
  readonly missing: readonly SourceImage[];
}

async function visit(source: ImageSource, node: Node, { signal }: ImageLoadOptions): Promise<Visit> {
  const containerd = await askContainerd(node, signal);
  const images = await source.images(containerd.arch, signal);
  const present = images.filter((image) => missingReferences(containerd, image).length === 0);
  const missing: SourceImage[] = [];
  const tagged: SourceImage[] = [];
  for (const image of images.filter((candidate) => !present.includes(candidate))) {
    const content = findContent(containerd, image);
    if (content === undefined) missing.push(image);
    else {
      await tag(node, content, image, missingReferences(containerd, image), signal);
      tagged.push(image);
    }
  }
  return { node, containerd, images, present, tagged, missing };
}

/** Such an image is loaded all the same: the machine may emulate its platform. */
function otherPlatforms(visits: readonly Visit[]): Set<string> {
  const messages = visits.flatMap(({ images, containerd: { arch } }) =>
    images
      .filter(({ platform }) => platform.architecture !== arch)
      .map((image) => `The image ${image.title} is for ${platformOf(image)}, the nodes are linux/${arch}.`),
  );
  return new Set(messages);
}

async function tag(
  node: Node,
  content: string,
  { title }: SourceImage,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  try {
    await tagImage(node, content, references, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw imageLoadFailed({ images: [title], node: node.name, reason: messageOf(cause) }, { cause });
  }
}

/** One for all nodes that lack the same images. Images of another platform, or without a name, go alone. */
function deliveriesTo(visits: readonly Visit[]): Delivery[] {
  const deliveries = new Map<string, Delivery>();
  for (const { node, containerd, missing } of visits) {
    for (const images of batches(missing)) {
      const key = JSON.stringify(images);
      const delivery = deliveries.get(key) ?? { images, platform: platformOf(images[0] as SourceImage), to: [] };
      deliveries.set(key, { ...delivery, to: [...delivery.to, { node, containerd }] });
    }
  }
  return [...deliveries.values()];
}

function batches(images: readonly SourceImage[]): SourceImage[][] {
  const batchOf = new Map<string, SourceImage[]>();
  for (const image of images) {
    const key = image.nameInStream === undefined ? image.title : platformOf(image);
    batchOf.set(key, [...(batchOf.get(key) ?? []), image]);
  }
  return [...batchOf.values()];
}

const platformOf = ({ platform: { os, architecture, variant } }: SourceImage): string =>
  [os, architecture, ...(variant ? [variant] : [])].join('/');

function placements(visits: readonly Visit[]): ImagePlacement[] {
  const images = new Map(visits.flatMap((visit) => visit.images.map((image) => [image.title, image])));
  const among = (list: 'present' | 'tagged' | 'missing', title: string) =>
    visits.filter((visit) => visit[list].some((image) => image.title === title)).map(({ node }) => node.name);
  return [...images].map(([title, image]) => ({
    image,
    sent: among('missing', title),
    tagged: among('tagged', title),
    present: among('present', title),
  }));
}
