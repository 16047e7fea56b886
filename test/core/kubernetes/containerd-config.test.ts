import test from 'ava';
import { parse } from 'smol-toml';
import { patchContainerdConfig } from '../../../core/kubernetes/containerd-config.js';

const config = `
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "pause:3.10"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/etc/containerd/certs.d"
`;
type Cri = Readonly<Record<string, unknown>>;
const criOf = (text: string) => (parse(text).plugins as Record<string, Cri>)['io.containerd.grpc.v1.cri'];

test('a merge patch changes what it names and keeps the rest', (t) => {
  const patch = `[plugins."io.containerd.grpc.v1.cri".registry.mirrors."localhost:5000"]\n  endpoint = ["http://registry:5000"]`;
  t.deepEqual(criOf(patchContainerdConfig(config, [patch], [])), {
    sandbox_image: 'pause:3.10',
    registry: {
      config_path: '/etc/containerd/certs.d',
      mirrors: { 'localhost:5000': { endpoint: ['http://registry:5000'] } },
    },
  });
});

test('patches are applied in order, the operations after the merges', (t) => {
  const image = (value: string) => `[plugins."io.containerd.grpc.v1.cri"]\nsandbox_image = "${value}"`;
  const operations = JSON.stringify([
    { op: 'test', path: '/plugins/io.containerd.grpc.v1.cri/sandbox_image', value: 'second' },
    { op: 'remove', path: '/plugins/io.containerd.grpc.v1.cri/registry' },
  ]);
  t.deepEqual(criOf(patchContainerdConfig(config, [image('first'), image('second')], [operations])), {
    sandbox_image: 'second',
  });
});

test('a merge patch for another version of the configuration changes nothing', (t) => {
  const patch = (version: number) => `version = ${version}\n[debug]\nlevel = "v${version}"`;
  t.deepEqual(parse(patchContainerdConfig(config, [patch(2), patch(3)], [])).debug, { level: 'v2' });
});

test('operations may be YAML', (t) => {
  const patched = patchContainerdConfig(config, [], ['- {op: replace, path: /version, value: 3}']);
  t.is(parse(patched).version, 3);
});

test('an operation on what is not there is an error', (t) => {
  t.throws(() => patchContainerdConfig(config, [], ['[{"op": "remove", "path": "/nothing"}]']));
});
