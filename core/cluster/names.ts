import type { ClusterSpec } from '../contracts/cluster-spec.js';
import type { NodeRole } from '../contracts/node.js';

/** Names are upstream's, so that either tool can list and delete the other's clusters. */
export const defaultClusterName = 'kind';
export const defaultNetworkName = 'kind';
/** The API server's port inside a control-plane node. */
export const apiServerPort = 6443;
/** Where a control-plane node keeps the cluster's spec. */
export const specPath = '/kind/cluster-spec.json';

/** `kind-control-plane`, `kind-worker`, `kind-worker2`, …: `index` counts nodes of the role from 0. */
export function nodeName(cluster: string, role: NodeRole, index: number): string {
  return `${cluster}-${role}${index === 0 ? '' : index + 1}`;
}

/** The container in front of several control planes, `kind-external-load-balancer`; undefined where there is one to reach. */
export function loadBalancerName({ name, nodes }: Pick<ClusterSpec, 'name' | 'nodes'>): string | undefined {
  const isHighlyAvailable = nodes.filter(({ role }) => role === 'control-plane').length > 1;
  return isHighlyAvailable ? nodeName(name, 'external-load-balancer', 0) : undefined;
}

/** `host:port` by which every node reaches the API: the load balancer, or the only control plane. */
export function controlPlaneEndpoint(spec: Pick<ClusterSpec, 'name' | 'nodes'>): string {
  return `${loadBalancerName(spec) ?? nodeName(spec.name, 'control-plane', 0)}:${apiServerPort}`;
}
