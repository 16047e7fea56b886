import type { Node } from './node.js';
import type { Progress } from './provider.js';

/** Brings images from the host into the nodes of a cluster. */
export interface ImageLoader {
  readonly name: string;
  /** Loads each image into each node; images that a node has already are not sent again. */
  load(images: readonly ImageSource[], nodes: readonly Node[], options?: ImageLoadOptions): Promise<void>;
}

/** An image by name in the provider's engine, or an archive file. */
export type ImageSource = { readonly reference: string } | { readonly archive: string };

export interface ImageLoadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (node: string, progress: Progress) => void;
}
