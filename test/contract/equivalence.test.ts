import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { ClusterSpec } from '../../core/contracts/index.js';
import { type Difference, differencesOf } from '../equivalence/compare.js';
import { meantDifferences } from '../equivalence/differences.js';
import { specOf, writtenByUs } from '../equivalence/ours.js';
import { type NodeIdentity, type Surroundings, writtenByUpstream } from '../equivalence/upstream.js';

const folder = resolve('test/equivalence/configs');
const configs = (await readdir(folder)).map((file) => basename(file, '.yaml')).sort();

/** kubeadm's v1beta3 with containerd's version 2, and v1beta4 with version 3. */
const surroundings: readonly Surroundings[] = [
  {
    kubernetesVersion: 'v1.34.4',
    containerdConfig: await readFile('arch/node-image/rootfs/etc/containerd/config.toml', 'utf8'),
  },
  { kubernetesVersion: 'v1.36.3', containerdConfig: await readFile('test/equivalence/containerd-v3.toml', 'utf8') },
];

/** Where nodes run in a user namespace, kube-proxy and the feature gates are not the same. */
const rootless = surroundings.map((found) => ({ ...found, isRootless: true }));
const differentWhenRootless = [
  'minimal',
  'control-planes-2',
  'feature-gates',
  'kube-proxy-nftables',
  'kube-proxy-none',
];

const used = new Set<object>();

function identitiesOf({ nodes }: ClusterSpec): NodeIdentity[] {
  return nodes.map(({ name }, index) => ({
    name,
    ipv4: `172.18.0.${index + 2}`,
    ipv6: `fc00:f853:ccd:e793::${index + 2}`,
  }));
}

function unexplained(config: string, difference: Difference): boolean {
  const meant = meantDifferences.find(
    ({ configs, matches }) => (configs?.includes(config) ?? true) && matches(difference),
  );
  if (meant !== undefined) used.add(meant);
  return meant === undefined;
}

async function compare(t: ExecutionContext, config: string, found: Surroundings): Promise<void> {
  const file = join(folder, `${config}.yaml`);
  const spec = specOf(file, await readFile(file, 'utf8'));
  const nodes = identitiesOf(spec);
  const [theirs, ours] = await Promise.all([writtenByUpstream(file, found, nodes), writtenByUs(spec, found, nodes)]);
  for (const [name, written] of theirs) {
    const mine = ours.get(name);
    if (mine === undefined) throw new Error(`we have no node ${name}`);
    const differences = differencesOf(written, mine).filter((difference) => unexplained(config, difference));
    t.deepEqual(differences, [], `${name} with Kubernetes ${found.kubernetesVersion}`);
  }
}

for (const config of configs)
  test(`both tools write the same for ${config}`, async (t) => {
    for (const found of surroundings) await compare(t, config, found);
  });

for (const config of differentWhenRootless)
  test(`both tools write the same for ${config} on a rootless engine`, async (t) => {
    for (const found of rootless) await compare(t, config, found);
  });

test.after('every difference that is listed is there', (t) => {
  t.deepEqual(
    meantDifferences.filter((meant) => !used.has(meant)).map(({ reason }) => reason),
    [],
  );
});

test('the corpus has at least 50 configs', (t) => {
  t.true(configs.length >= 50);
});
