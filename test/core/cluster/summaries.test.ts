import test from 'ava';
import { clustersIn, type NodeSummary } from '../../../core/cluster/summaries.js';

const node = (name: string, cluster: string, running: boolean, changes: Partial<NodeSummary> = {}): NodeSummary => ({
  name,
  cluster,
  role: 'worker',
  status: running ? 'running' : 'stopped',
  running,
  engine: 'docker',
  image: 'image:1',
  ...changes,
});

test('clusters are what their nodes are', (t) => {
  const controlPlane = { role: 'control-plane', kubernetesVersion: 'v1.34.4', createdAt: '2030-01-02' } as const;
  const nodes = [
    node('b-control-plane', 'b', true, controlPlane),
    node('b-worker', 'b', false, { kubernetesVersion: 'v1.33.0', createdAt: '2030-01-01' }),
    node('a-control-plane', 'a', true),
    node('c-control-plane', 'c', false),
  ];
  const [a, b, c] = clustersIn(nodes);
  t.like(a, { name: 'a', status: 'running', nodes: 1, nodesRunning: 1 });
  t.like(b, { name: 'b', status: 'partly running', nodes: 2, nodesRunning: 1, kubernetesVersion: 'v1.34.4' });
  t.is(b?.createdAt, '2030-01-01');
  t.like(c, { name: 'c', status: 'stopped', nodesRunning: 0, engine: 'docker' });
});
