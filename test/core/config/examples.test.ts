import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { badConfigs } from './bad-configs.js';
import { loadText } from './load.js';

const folder = 'examples/config';

for (const file of readdirSync(folder))
  test(`the example ${file} loads`, (t) => {
    t.true(loadText(readFileSync(`${folder}/${file}`, 'utf8')).nodes.length > 0);
  });

test('the examples give what they say', (t) => {
  const example = (name: string) => loadText(readFileSync(`${folder}/${name}.yaml`, 'utf8'));
  t.deepEqual(
    example('multi-node').nodes.map((node) => node.name),
    ['trio-control-plane', 'trio-worker', 'trio-worker2'],
  );
  t.is(example('ha').nodes.filter(({ role }) => role === 'control-plane').length, 3);
  t.deepEqual(
    example('ports').nodes[0]?.ports.map(({ hostPort, protocol }) => [hostPort, protocol]),
    [
      [8080, 'TCP'],
      [5353, 'UDP'],
      [0, 'TCP'],
    ],
  );
  t.is(example('mounts').nodes[0]?.mounts[1]?.propagation, 'HostToContainer');
  t.is(example('networking').networking.podSubnet, '10.10.0.0/16');
  t.is(example('patches').nodes[1]?.kubeadmConfigPatches.length, 1);
  t.deepEqual(example('v1').provider, { name: 'podman', options: {} });
});

test('the bad configs are many, and each has a title of its own', (t) => {
  t.true(badConfigs.length >= 45);
  t.is(new Set(badConfigs.map(({ title }) => title)).size, badConfigs.length);
});
