import type { ClusterSpec, Networking, NetworkSpec, NodeConfig, NodeSpec, PortSpec } from '../contracts/index.js';
import { apiServerPort, loadBalancerName } from './names.js';

export interface NodeSpecInputs {
  readonly spec: ClusterSpec;
  readonly image: string;
  readonly networkName: string;
  readonly nodeEnv: Readonly<Record<string, string>>;
}

export function networkOf({ networking }: ClusterSpec, name: string): NetworkSpec {
  return { name, ipv6: networking.ipFamily !== 'ipv4' };
}

/** What the provider shall run for a node of the config. */
export function nodeSpecOf(node: NodeConfig, { spec, image, networkName, nodeEnv }: NodeSpecInputs): NodeSpec {
  const { networking } = spec;
  const isControlPlane = node.role === 'control-plane';
  return {
    name: node.name,
    cluster: spec.name,
    role: node.role,
    image,
    network: networkOf(spec, networkName),
    env: {
      ...nodeEnv,
      ...(networking.dnsSearch ? { KIND_DNS_SEARCH: networking.dnsSearch.join(' ') } : {}),
      ...(isControlPlane ? { KUBECONFIG: '/etc/kubernetes/admin.conf' } : {}),
    },
    mounts: node.mounts,
    ...(node.resources ? { resources: node.resources } : {}),
    ports: [...node.ports, ...(isControlPlane ? [controlPlaneMapping(spec)] : [])],
  };
}

/** Behind a load balancer the user's port is not the control plane's, which then has one that nobody needs to know. */
function controlPlaneMapping(spec: ClusterSpec): PortSpec {
  if (!loadBalancerName(spec)) return apiServerMapping(spec.networking);
  const listenAddress = spec.networking.ipFamily === 'ipv6' ? '::1' : '127.0.0.1';
  return apiServerMapping({ apiServerAddress: listenAddress, apiServerPort: 0 });
}

/** How the host reaches an API server, or what stands for it. */
export function apiServerMapping(networking: Pick<Networking, 'apiServerAddress' | 'apiServerPort'>): PortSpec {
  const { apiServerAddress: listenAddress, apiServerPort: hostPort } = networking;
  return { containerPort: apiServerPort, hostPort, listenAddress, protocol: 'TCP' };
}
