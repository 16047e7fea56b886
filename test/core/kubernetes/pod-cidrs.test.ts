import test from 'ava';
import { nodeMasksOf, podCidrsOf } from '../../../core/kubernetes/pod-cidrs.js';

test('nodes get consecutive parts of the pod range', (t) => {
  t.deepEqual(
    [0, 1, 2, 255].map((index) => podCidrsOf(['10.244.0.0/16'], index)),
    [['10.244.0.0/24'], ['10.244.1.0/24'], ['10.244.2.0/24'], ['10.244.255.0/24']],
  );
});

test('with two address families a node gets a range of each', (t) => {
  t.deepEqual(podCidrsOf(['10.244.0.0/16', 'fd00:10:244::/56'], 1), ['10.244.1.0/24', 'fd00:10:244:1::/64']);
});

test('a range counts from its first address, and a node for which it has no room gets none', (t) => {
  t.deepEqual(
    [0, 1, 2].map((index) => podCidrsOf(['10.244.0.9/23', 'fd00:10:244:0:1::/64'], index)),
    [['10.244.0.0/24', 'fd00:10:244::/64'], ['10.244.1.0/24'], []],
  );
});

test('the controller manager’s arguments decide over the size of a node’s range', (t) => {
  const masks = (extraArgs?: unknown) =>
    nodeMasksOf({ apiVersion: 'v', kind: 'ClusterConfiguration', controllerManager: { extraArgs } });
  t.deepEqual(masks(), { ipv4: 24, ipv6: 64 });
  t.like(masks({ 'node-cidr-mask-size': '25' }), { ipv4: 25 });
  t.deepEqual(masks([{ name: 'node-cidr-mask-size-ipv6', value: '80' }]), { ipv4: 24, ipv6: 80 });
  t.deepEqual(podCidrsOf(['10.244.0.0/16'], 3, masks({ 'node-cidr-mask-size': '25' })), ['10.244.1.128/25']);
});
