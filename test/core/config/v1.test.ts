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

test('an audit log has limits unless told', (t) => {
  t.deepEqual(loadV1('audit: true').audit, { maxAgeDays: 0, maxBackups: 2, maxSizeMB: 100 });
  t.deepEqual(loadV1('audit: {policy: audit.yaml, maxAgeDays: 7, maxBackups: 0, maxSizeMB: 5}').audit, {
    policy: '/home/somebody/project/audit.yaml',
    maxAgeDays: 7,
    maxBackups: 0,
    maxSizeMB: 5,
  });
  t.is(loadV1('audit: false').audit, undefined);
  t.is(loadV1('audit:').audit, undefined);
});

test('files of certificates and credentials lie beside the base folder', (t) => {
  t.deepEqual(loadV1('caCertificates: [ca.pem, /etc/ca.pem]').caCertificates, [
    '/home/somebody/project/ca.pem',
    '/etc/ca.pem',
  ]);
  t.deepEqual(loadV1('registryCredentials: true').registryCredentials, { registries: [], credentialHelpers: false });
  t.deepEqual(
    loadV1('registryCredentials: {file: auth.json, registries: [example.com], credentialHelpers: true}')
      .registryCredentials,
    { file: '/home/somebody/project/auth.json', registries: ['example.com'], credentialHelpers: true },
  );
});

test('resources are limits of one node, in bytes', (t) => {
  const [first, second] = loadV1('nodes: [{resources: {cpus: 2, memory: 1.5Gi}}, {role: worker}]').nodes;
  t.deepEqual(first?.resources, { cpus: 2, memoryBytes: 1.5 * 2 ** 30 });
  t.is(second?.resources, undefined);
});

test('cni none agrees with disableDefaultCNI', (t) => {
  t.deepEqual(loadV1('cni: none\nnetworking: {disableDefaultCNI: true}').cni, { name: 'none', options: {} });
});
