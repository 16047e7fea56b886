import type { Check, ClusterSubject, KubernetesObject, Node } from '../../contracts/index.js';
import { nodesReady } from '../../kubernetes/conditions.js';
import { failed, ok } from '../finding.js';
import { describeEnd } from '../node-end.js';
import { findSymptoms } from '../symptoms.js';
import { listObjects } from './kubernetes.js';

export const nodesRunning: Check<ClusterSubject> = {
  code: 'CLUSTER_NODES_RUNNING',
  title: 'nodes that run',
  async run({ nodes }, signal) {
    const stopped = nodes.filter(({ running }) => !running);
    if (stopped.length === 0) return ok(`all ${nodes.length} run`);
    const ends = await Promise.all(stopped.map((node) => describeStopped(node, signal)));
    return failed({
      found: ends.join('; '),
      why: 'What ran on them is gone, and without its control plane a cluster answers nothing.',
      cure: `Start them with the engine’s command: docker start ${stopped.map(({ name }) => name).join(' ')} (or podman start …)`,
    });
  },
};

async function describeStopped(node: Node, signal: AbortSignal): Promise<string> {
  const end = await node.findEnd?.(signal);
  return `${node.name} has stopped${end ? `: ${describeEnd(end)}` : ''}`;
}

interface NodeStatus extends KubernetesObject {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

export const nodesAreReady: Check<ClusterSubject> = {
  code: 'CLUSTER_NODES_READY',
  title: 'nodes that are Ready',
  async run({ nodes, api, name }, signal) {
    const objects = await listObjects<NodeStatus>(await api, '/api/v1/nodes', signal);
    const names = nodes.filter(({ role }) => role !== 'external-load-balancer').map((node) => node.name);
    const troubles = [...[nodesReady(names).pending(objects) ?? []].flat(), ...objects.flatMap(pressuresOf)];
    if (troubles.length === 0) return ok(`all ${names.length} are Ready`);
    return failed({
      found: troubles.join('; '),
      why: 'Pods are not started on a node that is not Ready, and those that run there are moved away after 5 minutes.',
      cure: `kubectl --context kind-${name} describe nodes; the kubelet’s log: docker exec NODE journalctl -u kubelet -n 50`,
    });
  },
};

function pressuresOf({ metadata, status }: NodeStatus): string[] {
  const on = status.conditions?.filter(({ type, status: value }) => pressures.includes(type) && value === 'True') ?? [];
  return on.map(({ type }) => `${metadata.name} has ${type}`);
}

export const nodeLogs: Check<ClusterSubject> = {
  code: 'CLUSTER_LOGS',
  title: 'logs of the nodes',
  async run({ nodes }, signal) {
    const symptoms = await findSymptoms(nodes, signal);
    if (symptoms.length === 0) return ok('they tell of no known trouble');
    return {
      status: 'warning',
      found: symptoms.map(({ node, found, line }) => `${node}: ${found} (${line})`).join('; '),
      why: 'This is what usually keeps nodes and pods from working.',
      cure: [...new Set(symptoms.map(({ cure }) => cure))].join(' '),
    };
  },
};
