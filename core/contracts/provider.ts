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
  readonly images: NodeImages;
  readonly diagnostics?: EngineDiagnostics;
  /** Connects. Throws PROVIDER_UNREACHABLE with the reason when the engine does not answer. */
  facts(signal?: AbortSignal): Promise<EngineFacts>;
  /** What the doctor wants to know of the engine, as far as the engine tells it. */
  inspect?(signal?: AbortSignal): Promise<EngineDetails>;
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

/** The node images that an engine holds. */
export interface NodeImages {
  /** Undefined when the engine does not have it. */
  find(reference: string, signal?: AbortSignal): Promise<ImageFacts | undefined>;
  /** Imports an image archive (docker-archive with its tags, plain or compressed with zstd). */
  load(archive: Readable, signal?: AbortSignal): Promise<void>;
  /** Throws IMAGE_PULL_FAILED with the engine's reason. */
  pull(reference: string, onProgress?: (progress: Progress) => void, signal?: AbortSignal): Promise<void>;
  /** Removes a reference. Succeeds when it is already gone. */
  remove(reference: string, signal?: AbortSignal): Promise<void>;
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
  readonly network: NetworkSpec;
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly MountSpec[];
  readonly ports: readonly PortSpec[];
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
