import test from 'ava';
import { load, loadV1, problemsOf } from './load.js';

test('the name is the flag’s, else the environment’s, else the config’s', (t) => {
  const env = { KIND_CLUSTER_NAME: 'from-env' };
  t.is(load('name: from-config', { name: 'from-flag', env }).name, 'from-flag');
  t.is(load('name: from-config', { env }).name, 'from-env');
  t.is(load('name: from-config', { env: { KIND_CLUSTER_NAME: '' } }).name, 'from-config');
  t.is(load('', {}).name, 'kind');
});

test('a chosen name also names the nodes', (t) => {
  t.deepEqual(
    load('name: a\nnodes:\n- role: control-plane\n- role: worker\n', { name: 'b' }).nodes.map((node) => node.name),
    ['b-control-plane', 'b-worker'],
  );
});

test('a bad name is blamed on where it came from', (t) => {
  const text = 'expected a name of lower-case letters, digits, "-" and ".", found "A"';
  t.deepEqual(
    problemsOf(() => load('', { name: 'A' })),
    [`--name: ${text}`],
  );
  t.deepEqual(
    problemsOf(() => load('', { env: { KIND_CLUSTER_NAME: 'A' } })),
    [`KIND_CLUSTER_NAME: ${text}`],
  );
  t.deepEqual(
    problemsOf(() => load('name: A')),
    [`kind.yaml:3:7: name: ${text}`],
  );
});

test('a name may be as long as the longest node name leaves room for', (t) => {
  t.is(load(`name: ${'a'.repeat(49)}`).nodes[0]?.name.length, 63);
  t.is(problemsOf(() => load(`name: ${'a'.repeat(50)}`)).length, 1);
});

test('names with dots and digits are good', (t) => {
  t.is(load('name: 1.34-dev.x').name, '1.34-dev.x');
});

test('--image replaces the image of every node', (t) => {
  const spec = load('nodes:\n- image: a\n- role: worker\n', { image: 'b' });
  t.deepEqual(
    spec.nodes.map((node) => node.image),
    ['b', 'b'],
  );
});

test('the provider is the flag’s, else the environment’s, else the config’s, else open', (t) => {
  const env = { KIND_PROVIDER: 'docker', KIND_EXPERIMENTAL_PROVIDER: 'nerdctl' };
  t.deepEqual(loadV1('provider: podman', { provider: 'containerd', env }).provider, {
    name: 'containerd',
    options: {},
  });
  t.deepEqual(loadV1('provider: podman', { env }).provider, { name: 'docker', options: {} });
  t.deepEqual(loadV1('provider: podman', { env: { KIND_EXPERIMENTAL_PROVIDER: 'docker' } }).provider, {
    name: 'docker',
    options: {},
  });
  t.deepEqual(loadV1('provider: podman').provider, { name: 'podman', options: {} });
  t.is(loadV1('').provider, undefined);
});

test('the options of the config’s provider stay with that provider', (t) => {
  const config = 'provider: {name: containerd, options: {address: /run/containerd.sock}}';
  const options = { address: '/run/containerd.sock' };
  t.deepEqual(loadV1(config, { provider: 'containerd' }).provider, { name: 'containerd', options });
  t.deepEqual(loadV1(config, { provider: 'podman' }).provider, { name: 'podman', options: {} });
});
