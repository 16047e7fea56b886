import type { Readable } from 'node:stream';
import type { ExecOptions, ExecResult } from './host.js';

/** What a node is for. Upstream's label values. */
export type NodeRole = 'control-plane' | 'worker' | 'external-load-balancer';

/** A machine of a cluster, running or not. Found by label; holds no state of its own. */
export interface Node {
  /** Unique on its engine; also the host name inside. */
  readonly name: string;
  readonly cluster: string;
  readonly role: NodeRole;
  readonly running: boolean;
  /** The reference the node was created from. */
  readonly image: string;
  /** Milliseconds since the epoch; undefined when the engine does not tell. */
  readonly createdAt?: number;
  /** Of its image, with its `v`, as far as can be told without running anything. */
  readonly kubernetesVersion?: string;
  /** Addresses on the cluster's network; a stopped node has none. */
  addresses(signal?: AbortSignal): Promise<NodeAddresses>;
  /** The host's side of a published port; undefined when the port is not published. */
  findPublishedPort(containerPort: number, protocol?: Protocol): Promise<PublishedPort | undefined>;
  /** Runs a program in the node. Resolves with the exit code whatever it is. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Writes all files, making their folders, in one transfer. Replaces what is there. */
  writeFiles(files: readonly NodeFile[], signal?: AbortSignal): Promise<void>;
  /** How the node's first process ended; undefined while it runs. */
  findEnd?(signal?: AbortSignal): Promise<NodeEnd | undefined>;
  /** What the node's first process printed so far, standard output and error together. */
  log(signal?: AbortSignal): Promise<string>;
  /** A tar of a folder of the node, running or not; names begin with the folder's own. What is mounted may be missing. */
  readFolder(path: string, signal?: AbortSignal): Promise<Readable>;
}

export interface NodeEnd {
  readonly exitCode: number;
  /** Whether the kernel ended it because a memory limit was reached. */
  readonly wasOutOfMemory: boolean;
}

export interface NodeAddresses {
  readonly ipv4?: string;
  readonly ipv6?: string;
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface PublishedPort {
  /** An address of the host on which the port answers; never a wildcard. */
  readonly address: string;
  readonly port: number;
}

export interface NodeFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Permission bits; 0o644 unless told. */
  readonly mode?: number;
  /** Makes a symbolic link to this target instead of a file. */
  readonly linkTo?: string;
}
