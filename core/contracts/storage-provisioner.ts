import type { ClusterAccess } from './cluster-access.js';

/** Makes persistent volume claims bind. */
export interface StorageProvisioner {
  readonly name: string;
  /** Called once the API answers. Safe to repeat. */
  install(cluster: ClusterAccess, signal?: AbortSignal): Promise<void>;
  /** Deployments (`namespace/name`) that must be available before claims bind. */
  readonly deployments: readonly string[];
}
