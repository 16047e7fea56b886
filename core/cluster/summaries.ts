import type { Node, Provider } from '../contracts/index.js';

/** What a list of nodes says of one. */
export interface NodeSummary {
  readonly name: string;
  readonly cluster: string;
  readonly role: Node['role'];
  readonly status: 'running' | 'stopped';
  readonly running: boolean;
  /** The provider's name. */
  readonly engine: string;
  readonly image: string;
  /** With its `v`, as far as the node's image tells. */
  readonly kubernetesVersion?: string;
  /** As in RFC 3339. */
  readonly createdAt?: string;
}

/** What a list of clusters says of one. */
export interface ClusterSummary {
  readonly name: string;
  readonly engine: string;
  readonly status: 'running' | 'stopped' | 'partly running';
  readonly nodes: number;
  readonly nodesRunning: number;
  /** Of its first control-plane node. */
  readonly kubernetesVersion?: string;
  /** Of its first node; as in RFC 3339. */
  readonly createdAt?: string;
}

export function summaryOf(node: Node, { name: engine }: Provider): NodeSummary {
  const { name, cluster, role, running, image, kubernetesVersion, createdAt } = node;
  return {
    name,
    cluster,
    role,
    status: running ? 'running' : 'stopped',
    running,
    engine,
    image,
    kubernetesVersion,
    createdAt: createdAt === undefined ? undefined : new Date(createdAt).toISOString(),
  };
}

/** Clusters by name. */
export function clustersIn(nodes: readonly NodeSummary[]): ClusterSummary[] {
  const names = [...new Set(nodes.map(({ cluster }) => cluster))].sort();
  return names.map((name) =>
    clusterOf(
      name,
      nodes.filter(({ cluster }) => cluster === name),
    ),
  );
}

function clusterOf(name: string, nodes: readonly NodeSummary[]): ClusterSummary {
  const nodesRunning = nodes.filter(({ running }) => running).length;
  return {
    name,
    engine: nodes[0]?.engine ?? '',
    status: nodesRunning === nodes.length ? 'running' : nodesRunning === 0 ? 'stopped' : 'partly running',
    nodes: nodes.length,
    nodesRunning,
    kubernetesVersion: nodes.find(({ role }) => role === 'control-plane')?.kubernetesVersion,
    createdAt: nodes.flatMap(({ createdAt }) => createdAt ?? []).sort()[0],
  };
}
