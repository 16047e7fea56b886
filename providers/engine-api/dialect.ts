import type Dockerode from 'dockerode';
import type { Host } from '../../core/contracts/host.js';
import type { NodeSpec } from '../../core/contracts/provider.js';

/** Where engines with the same API differ. Chosen by what the engine says it is, not by the socket's name. */
export interface Dialect {
  /** The same as upstream's choice for the engine. */
  readonly restartPolicy: Dockerode.HostRestartPolicy | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Whether the engine unpacks zstd itself when it loads an image. */
  readonly loadsZstd: boolean;
  /** How the engine knows an image that users call `reference`. */
  imageReference(reference: string): string;
  /** The address that the engine is told for a port that shall listen at `address`; empty is every one of the machine. */
  portAddress(address: string, traits: Traits): string;
  /** What the engine's machine asks of a node's container. Looked up once. */
  traits(): Promise<Traits>;
  /** Options of a bridge network that cannot be left to the engine's defaults. */
  networkOptions(signal?: AbortSignal): Promise<Record<string, string>>;
  /** Creates, and does not start, a container. */
  createContainer(options: Dockerode.ContainerCreateOptions, spec: NodeSpec, signal?: AbortSignal): Promise<void>;
  /** Ends a node and takes it off its networks, or removes it whole; see `Provider.releaseNode`. */
  releaseContainer(name: string): Promise<void>;
  /** Removes volumes of the node that do not go with its container. */
  removeVolumes(node: string, signal?: AbortSignal): Promise<void>;
  /** Gives freshly loaded images the names by which they will be asked for. */
  nameLoaded(references: readonly string[], signal?: AbortSignal): Promise<void>;
}

export interface Traits {
  readonly isRootless: boolean;
  /** Whether the engine maps users, so that a node must ask for the host's. */
  readonly remapsUsers: boolean;
  /** Whether kubelet needs /dev/mapper to see the disk behind its file system. */
  readonly needsDeviceMapper: boolean;
}

export interface DialectContext {
  readonly docker: Dockerode;
  readonly host: Host;
  /** The path of the engine's socket, when it is one. */
  readonly socketPath: string | undefined;
  readonly apiVersion: string;
}
