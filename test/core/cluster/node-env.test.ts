import test from 'ava';
import { nodeEnv } from '../../../core/cluster/node-env.js';
import { loadConfig } from '../../../core/config/index.js';

const spec = loadConfig(undefined, { name: 'c' }, '/');

test('nodes get containerd’s snapshotter from the host’s environment, and proxies from the engine’s settings', (t) => {
  const env = { KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER: 'native', HOME: '/home/me' };
  const found = nodeEnv(env, { HTTP_PROXY: 'http://proxy' }, spec)(['10.0.0.0/24']);
  t.like(found, { KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER: 'native', http_proxy: 'http://proxy' });
  t.true(found.NO_PROXY?.startsWith('10.0.0.0/24,'));
});

test('nodes get nothing of an environment without any of these', (t) => {
  t.deepEqual(nodeEnv({ HOME: '/home/me' }, {}, spec)(['10.0.0.0/24']), {});
});
