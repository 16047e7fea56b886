import type { Readable } from 'node:stream';
import type { Node } from './node.js';
import type { ImagePlatform, Progress } from './provider.js';

/** Brings images from the host into the nodes of a cluster. */
export interface ImageLoader {
  readonly name: string;
  /**
   * Makes each image of the source usable by pods in each of the nodes, which must be running: its content is unpacked,
   * and every reference of it points to it. What a node has already is not sent again. Throws IMAGE_LOAD_FAILED; what was
   * loaded until then stays, and a repeat sends only the rest.
   */
  load(source: ImageSource, nodes: readonly Node[], options?: ImageLoadOptions): Promise<readonly ImagePlacement[]>;
}

/** Something that images can be read from again and again: an engine, or an archive file. */
export interface ImageSource {
  /** For messages: `docker`, `podman`, or the path of a file. */
  readonly name: string;
  /** Bytes of the stream, where they are known. */
  readonly size?: number;
  /** What it gives to nodes of one architecture (`amd64`, `arm64`). Reads no layers. Throws IMAGE_PLATFORM_MISSING. */
  images(arch: string, signal?: AbortSignal): Promise<readonly SourceImage[]>;
  /**
   * One stream with these images, or more than these: a docker-archive or an OCI layout in a tar, plain or compressed
   * with gzip or zstd. The caller reads it to its end or destroys it.
   */
  open(images: readonly SourceImage[], signal?: AbortSignal): Promise<Readable>;
}

/** An image that can be sent. */
export interface SourceImage {
  /** What the user called it. */
  readonly title: string;
  /** The names that pods shall find it by: fully qualified, with a tag or a digest. At least one. */
  readonly references: readonly string[];
  /** The name by which containerd imports it from the stream; undefined when it has none there. */
  readonly nameInStream?: string;
  /** Of its config, its manifest or its index: a containerd that has the image has it under one of these digests. */
  readonly digests: readonly string[];
  /** The platform of it that is sent. */
  readonly platform: ImagePlatform;
}

/** Where an image is now. Each node stands in one of the lists. */
export interface ImagePlacement {
  readonly image: SourceImage;
  /** Nodes that it was sent to. */
  readonly sent: readonly string[];
  /** Nodes that had its content, and only lacked a reference. */
  readonly tagged: readonly string[];
  /** Nodes that had it already. */
  readonly present: readonly string[];
}

export interface ImageLoadOptions {
  readonly signal?: AbortSignal;
  /** Bytes read from the source so far; not called when nothing has to be sent. */
  readonly onProgress?: (progress: Progress) => void;
}
