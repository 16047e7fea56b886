import test from 'ava';
import { podCidrsOf } from '../../../core/kubernetes/pod-cidrs.js';

test('nodes get consecutive parts of the pod range', (t) => {
  t.deepEqual(
    [0, 1, 2, 256].map((index) => podCidrsOf(['10.244.0.0/16'], index)),
    [['10.244.0.0/24'], ['10.244.1.0/24'], ['10.244.2.0/24'], ['10.245.0.0/24']],
  );
});

test('with two address families a node gets a range of each', (t) => {
  t.deepEqual(podCidrsOf(['10.244.0.0/16', 'fd00:10:244::/56'], 1), ['10.244.1.0/24', 'fd00:10:244:1::/64']);
});
