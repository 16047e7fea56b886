import test from 'ava';
import { nodeObject } from '../../../core/kubernetes/node-object.js';

const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

test('a node is registered with its ranges, provider id, labels and taints', (t) => {
  const registration = {
    kubeletExtraArgs: {
      'node-labels': 'tier=front,zone=a=b,flag=',
      'provider-id': 'kind://docker/c/n',
      'node-ip': '10.0.0.2',
    },
    taints: [taint],
  };
  t.deepEqual(nodeObject('n', registration, ['10.244.1.0/24', 'fd00::/64'], 'arm64'), {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'n',
      labels: {
        'kubernetes.io/hostname': 'n',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'arm64',
        tier: 'front',
        zone: 'a=b',
        flag: '',
      },
    },
    spec: {
      podCIDR: '10.244.1.0/24',
      podCIDRs: ['10.244.1.0/24', 'fd00::/64'],
      providerID: 'kind://docker/c/n',
      taints: [taint],
    },
  });
});

test('the arguments may be a list, of which the last one of a name counts', (t) => {
  const kubeletExtraArgs = [
    { name: 'node-labels', value: 'a=1' },
    { name: 'node-labels', value: 'b=2' },
  ];
  const { labels } = nodeObject('n', { kubeletExtraArgs }, ['10.244.0.0/24'], 'amd64').metadata;
  t.like(labels, { b: '2' });
  t.false('a' in (labels as object));
});

test('a node without a registration has the labels that every kubelet gives, and no taints', (t) => {
  const node = nodeObject('n', undefined, ['10.244.0.0/24'], 'amd64');
  t.deepEqual(Object.keys(node.metadata.labels as object).sort(), [
    'kubernetes.io/arch',
    'kubernetes.io/hostname',
    'kubernetes.io/os',
  ]);
  t.false('taints' in (node.spec as object));
});
