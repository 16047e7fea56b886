import type { ImageLoadOptions, ImageSource, Node, SourceImage } from '../../core/contracts/index.js';
import { imageLoadFailed, messageOf } from '../../core/errors/index.js';
import { type Containerd, findUnknown, importArchive, importUnnamed, tagImage } from './containerd.js';
import { tee } from './tee.js';

/** Images that go to several nodes in one stream. */
export interface Delivery {
  readonly images: readonly SourceImage[];
  /** `linux/amd64` */
  readonly platform: string;
  readonly to: readonly { readonly node: Node; readonly containerd: Containerd }[];
}

const progressMs = 100;

/** Reads the source once and imports it in all nodes at once. Throws the first failure when every node has ended. */
export async function deliver(source: ImageSource, delivery: Delivery, options: ImageLoadOptions): Promise<void> {
  const stream = await source.open(delivery.images, options.signal);
  countBytes(stream, source.size ?? 0, options);
  const branches = tee(stream, delivery.to.length);
  const results = await Promise.allSettled(
    delivery.to.map(async ({ node, containerd }, i) => {
      const stdin = branches[i] as (typeof branches)[number];
      try {
        await receive(node, containerd, delivery, { stdin, signal: options.signal });
      } catch (cause) {
        options.signal?.throwIfAborted();
        const images = delivery.images.map(({ title }) => title);
        throw imageLoadFailed({ images, node: node.name, reason: messageOf(cause) }, { cause });
      } finally {
        stdin.destroy();
      }
    }),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

async function receive(
  node: Node,
  containerd: Containerd,
  { images, platform }: Delivery,
  options: { readonly stdin: NodeJS.ReadableStream; readonly signal?: AbortSignal },
): Promise<void> {
  const references = images.flatMap((image) => image.references);
  if (images[0]?.nameInStream === undefined) {
    await importUnnamed(node, containerd, { platform, references }, options);
  } else {
    await importArchive(node, containerd, platform, options);
    await tagImported(node, images, options.signal);
  }
  // containerd takes an archive without the images that were expected for a success.
  const unknown = await findUnknown(node, references, options.signal);
  if (unknown.length > 0) throw new Error(`its containerd found no ${unknown.join(', ')} in what was sent`);
}

async function tagImported(node: Node, images: readonly SourceImage[], signal?: AbortSignal): Promise<void> {
  for (const { nameInStream = '', references } of images) {
    const others = references.filter((reference) => reference !== nameInStream);
    await tagImage(node, nameInStream, others, signal);
  }
}

function countBytes(stream: NodeJS.ReadableStream, total: number, { onProgress }: ImageLoadOptions): void {
  let done = 0;
  let toldAt = 0;
  stream.on('data', (chunk: Buffer) => {
    done += chunk.length;
    if (Date.now() - toldAt < progressMs) return;
    toldAt = Date.now();
    onProgress?.({ done, total });
  });
  stream.once('end', () => onProgress?.({ done, total }));
}
