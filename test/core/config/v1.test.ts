import test from 'ava';
import { loadV1 } from './load.js';

test('cni and storage are names, names with options, or manifests beside the base folder', (t) => {
  t.deepEqual(loadV1('cni: image').cni, { name: 'image', options: {} });
  t.deepEqual(loadV1('cni: {name: bundled, options: {mtu: 1400}}').cni, { name: 'bundled', options: { mtu: 1400 } });
  t.deepEqual(loadV1('cni: {manifest: cni.yaml}').cni, { manifest: '/home/somebody/project/cni.yaml' });
  t.deepEqual(loadV1('storage: none').storage, { name: 'none', options: {} });
  t.deepEqual(loadV1('storage: {manifest: /srv/storage.yaml}').storage, { manifest: '/srv/storage.yaml' });
});

test('imageLoader is a name, or a name with options', (t) => {
  t.deepEqual(loadV1('imageLoader: slow').imageLoader, { name: 'slow', options: {} });
  t.deepEqual(loadV1('imageLoader: {name: delta, options: {parallel: 2}}').imageLoader, {
    name: 'delta',
    options: { parallel: 2 },
  });
});

test('lists of plugins and hosts may be empty, and choices may be left without a value', (t) => {
  const spec = loadV1('plugins: []\nhosts: []\nprovider:\ncni:\nstorage:\nimageLoader:\n');
  t.deepEqual(spec.plugins, []);
  t.is(spec.provider, undefined);
  t.deepEqual(spec.cni, { name: 'bundled', options: {} });
});

test('cni none agrees with disableDefaultCNI', (t) => {
  t.deepEqual(loadV1('cni: none\nnetworking: {disableDefaultCNI: true}').cni, { name: 'none', options: {} });
});
