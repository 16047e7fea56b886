import type { ClusterAccess } from './cluster-access.js';
import type { NodeFile } from './node.js';

/** Makes pods reach each other, on every node and across nodes. */
export interface Cni {
  readonly name: string;
  /** Nodes can't become Ready before the user installs a network. */
  readonly isLeftToUser?: boolean;
  /**
   * Files that must be in a node before its kubelet starts, so that the node is Ready as soon as it registers.
   * Called again for every node whenever a node joins or leaves; must depend on its argument alone.
   */
  nodeFiles(node: CniNode, all: readonly CniNode[], network: PodNetwork): readonly NodeFile[];
  /** A command that makes the files effective in a node; run after they were written, before the kubelet starts. */
  readonly activate?: readonly string[];
  /** What is left to do once the API answers. Safe to repeat. */
  install(cluster: ClusterAccess, network: PodNetwork, signal?: AbortSignal): Promise<void>;
}

export interface CniNode {
  readonly name: string;
  readonly addresses: readonly string[];
  /** The node's `spec.podCIDRs`, one an address family. */
  readonly podCidrs: readonly string[];
}

export interface PodNetwork {
  /** The cluster's pod ranges in CIDR notation, one an address family. */
  readonly podSubnets: readonly string[];
}
