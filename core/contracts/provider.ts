import type { Readable } from 'node:stream';
import type { Host } from './host.js';
import type { Node, NodeRole, Protocol } from './node.js';

/**
 * Runs nodes on one engine of one host. Core decides what to run; a provider only decides how.
 * Errors of the engine are translated here, once, into the project's error codes.
 */
export interface Provider {
  readonly name: string;
  readonly host: Host;
  readonly images: EngineImages;
  readonly diagnostics?: EngineDiagnostics;
  /** Connects. Throws PROVIDER_UNREACHABLE with the reason when the engine does not answer. */
  facts(signal?: AbortSignal): Promise<EngineFacts>;
  /** What the doctor wants to know of the engine, as far as the engine tells it. */
  inspect?(signal?: AbortSignal): Promise<EngineDetails>;
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY as the user has set them for containers of this engine. */
  clientProxies?(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Safe to repeat: keeps a network that already fits, throws NETWORK_MISMATCH for one that does not. */
  ensureNetwork(spec: NetworkSpec, signal?: AbortSignal): Promise<NetworkFacts>;
  /** Removes the network if we made it and nothing is attached to it; else leaves it. */
  removeUnusedNetwork(name: string, signal?: AbortSignal): Promise<void>;
  /**
   * Creates and starts a node. When it throws, a half-made node may be left; it carries the labels, so
   * `listNodes` finds it. A name that is taken is an error.
   */
  createNode(spec: NodeSpec, signal?: AbortSignal): Promise<Node>;
  /** Nodes of one cluster, or of all; found by label alone, so a half-made cluster can still be deleted. */
  listNodes(cluster?: string, signal?: AbortSignal): Promise<Node[]>;
  /**
   * Ends the node and takes it off its network; its files may stay until `removeNode`, so that what waits for the network need not
   * wait for the disk. Succeeds when it has ended, or is gone. Without it, only a removed node is off its network.
   */
  releaseNode?(node: Pick<Node, 'name'>, signal?: AbortSignal): Promise<void>;
  /** Removes the node with its volumes. Succeeds when it is already gone. */
  removeNode(node: Pick<Node, 'name'>, signal?: AbortSignal): Promise<void>;
  /** Ends connections, and the engine's service if we started it. Succeeds when called again. */
  close(): Promise<void>;
}

/** What an engine can tell to people who look for a fault. Text in the engine's own format; no credentials are in it. */
export interface EngineDiagnostics {
  describeEngine(signal?: AbortSignal): Promise<string>;
  /** JSON: a list of one object. */
  describeNode(node: Pick<Node, 'name'>, signal?: AbortSignal): Promise<string>;
}

/** The images that an engine holds. */
export interface EngineImages {
  /** Undefined when the engine does not have it. */
  find(reference: string, signal?: AbortSignal): Promise<ImageFacts | undefined>;
  /** Imports an image archive (docker-archive with its tags, plain or compressed with zstd). */
  load(archive: Readable, signal?: AbortSignal): Promise<void>;
  /** Throws IMAGE_PULL_FAILED with the engine's reason. */
  pull(reference: string, onProgress?: (progress: Progress) => void, signal?: AbortSignal): Promise<void>;
  /** Removes a reference. Succeeds when it is already gone. */
  remove(reference: string, signal?: AbortSignal): Promise<void>;
  /** The names of all images, with tags, as users of the engine see them. */
  list(signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * An image that users name as they do on the engine's command line: short names, digests and ids too. Undefined when the
   * engine does not have it.
   */
  describe(reference: string, signal?: AbortSignal): Promise<EngineImage | undefined>;
  /**
   * Streams images as one docker-archive or OCI layout in a tar. `names` are tags (the images then carry them in the tar)
   * or ids of `describe`, and the platform is that of a variant that each of them has. The caller reads it to its end or
   * destroys it. Throws ENGINE_REFUSED.
   */
  save(names: readonly string[], platform: ImagePlatform, signal?: AbortSignal): Promise<Readable>;
}

export interface EngineImage {
  readonly id: string;
  /** All names with tags that it has, as the engine spells them. */
  readonly tags: readonly string[];
  /** One for each platform whose content is there. */
  readonly variants: readonly ImageVariant[];
}

export interface ImageVariant {
  readonly platform: ImagePlatform;
  /** Of its config, its manifest or its index: at least one of them. */
  readonly digests: readonly string[];
}

/** As in OCI images. */
export interface ImagePlatform {
  readonly os: string;
  /** `amd64`, `arm64`. */
  readonly architecture: string;
  readonly variant?: string;
}

export interface ImageFacts {
  readonly id: string;
  /** As in OCI images: `amd64`, `arm64`. */
  readonly arch: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Bytes; `total` is 0 while unknown. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface EngineFacts {
  readonly version: string;
  readonly endpoint: string;
  readonly isRootless: boolean;
}

export interface EngineDetails extends EngineFacts {
  /** The provider's name. */
  readonly name: string;
  /** Where images and containers are kept, on the engine's machine. */
  readonly storagePath?: string;
  /** How they are kept: `overlay2`, `vfs`, … */
  readonly storageDriver?: string;
  /** Of the engine's machine, which may be a virtual one. */
  readonly memoryBytes?: number;
  readonly cpus?: number;
  /** How far its clock is ahead of ours. */
  readonly clockAheadMs?: number;
  readonly networks: readonly EngineNetwork[];
}

export interface EngineNetwork {
  readonly name: string;
  /** In CIDR notation. */
  readonly subnets: readonly string[];
}

export interface NetworkSpec {
  readonly name: string;
  readonly ipv6: boolean;
}

export interface NetworkFacts {
  /** The ranges of its nodes' addresses in CIDR notation. */
  readonly subnets: readonly string[];
}

/** What core wants to run. A provider adds only what its engine needs to run systemd and containerd inside. */
export interface NodeSpec {
  readonly name: string;
  readonly cluster: string;
  readonly role: NodeRole;
  readonly image: string;
  /** Run instead of systemd, without privileges, tmpfs and volumes, and ended by SIGTERM: a program of the image and its arguments. */
  readonly command?: readonly string[];
  readonly network: NetworkSpec;
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly MountSpec[];
  readonly ports: readonly PortSpec[];
  /** Limits that the engine enforces; what is left out is not limited. */
  readonly resources?: NodeResources;
}

export interface NodeResources {
  /** Whole CPUs' worth of time. */
  readonly cpus?: number;
  /** Without swap on top. */
  readonly memoryBytes?: number;
}

export interface MountSpec {
  /** Absolute, on the provider's host. */
  readonly hostPath: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
  readonly selinuxRelabel: boolean;
  readonly propagation: 'None' | 'HostToContainer' | 'Bidirectional';
}

export interface PortSpec {
  readonly containerPort: number;
  /** 0 lets the provider choose a free one. */
  readonly hostPort: number;
  readonly listenAddress: string;
  readonly protocol: Protocol;
}
