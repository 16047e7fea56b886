/** What an add-on may use of a cluster whose API answers. */
export interface ClusterAccess {
  /** A file of the node image. Throws NODE_COMMAND_FAILED when there is none. */
  readNodeFile(path: string, signal?: AbortSignal): Promise<string>;
  readonly kubernetes: KubernetesApi;
}

/** A Kubernetes object as it stands in a manifest. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface KubernetesApi {
  /**
   * Server-side apply of every object in order: objects, or the text of a manifest (YAML, any number of documents).
   * Safe to repeat. Throws KUBERNETES_REFUSED.
   */
  apply(manifest: string | readonly KubernetesObject[], signal?: AbortSignal): Promise<void>;
  /** The answer's JSON. Throws KUBERNETES_REFUSED for a status that is not 2xx. */
  request<T>(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  /** Yields the current objects as ADDED, then every change, until `signal` aborts or the server ends the watch. */
  watch<T>(path: string, signal: AbortSignal): AsyncIterable<WatchEvent<T>>;
  /** Ends open connections. */
  close(): void;
}

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

export interface RequestOptions {
  /** `application/json` unless told. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}
