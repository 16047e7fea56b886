import type { Duplex } from 'node:stream';

/**
 * A machine on which an engine runs: this one, or one reached over SSH.
 * A host knows nothing of clusters. Everything a provider does to its engine goes through here, so every provider
 * works on every host.
 */
export interface Host {
  /** `local`, or the URL by which the host was named. */
  readonly name: string;
  /** Looked up once and remembered. */
  facts(signal?: AbortSignal): Promise<HostFacts>;
  /** Resolves with the exit code whatever it is; rejects only when the program could not be run at all. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Starts a program that goes on until `stop` is called or this process ends. */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<HostProcess>;
  /** Opens one connection to a socket file or TCP port of the host. The caller destroys it. */
  connect(endpoint: Endpoint, signal?: AbortSignal): Promise<Duplex>;
  /** A TCP port that nothing listened on a moment ago. */
  freePort(address: string): Promise<number>;
  /** Whether the path exists on the host. */
  exists(path: string): Promise<boolean>;
  /** Ends what the host started and its connections. Succeeds when called again. */
  close(): Promise<void>;
}

export type Endpoint = { readonly path: string } | { readonly host: string; readonly port: number };

export interface HostFacts {
  /** As in Node: `linux`, `darwin`, `win32`. */
  readonly os: string;
  /** As in OCI images: `amd64`, `arm64`. */
  readonly arch: string;
  readonly cgroupVersion: 1 | 2;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  /** Whether we act as root there. */
  readonly isRoot: boolean;
}

export interface ExecOptions {
  readonly stdin?: string | Uint8Array | NodeJS.ReadableStream;
  /** Added to the environment that the program has anyway. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Receives standard output instead of `ExecResult.stdout`; back-pressure is respected, and the stream is not ended. */
  readonly stdout?: NodeJS.WritableStream;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
}

export interface HostProcess {
  /** Resolves when the program ended, with the last of its standard error. */
  readonly exited: Promise<{ readonly exitCode: number; readonly stderr: string }>;
  /** Ends the program. Succeeds when it has ended already. */
  stop(): Promise<void>;
}
