import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { testEngine } from '../engines.js';
import { containers, engine, inNode } from './engine.js';
import { kind, kindOk } from './kind.js';
import { liveName } from './live.js';
import type { Suite } from './suites.js';

export const testCommands: Suite = (declare, live) => {
  const env = () => ({ KUBECONFIG: live().kubeconfig });
  const printed = async (...args: string[]) => (await kindOk(args, { env: env() })).stdout;
  const identities = (name: string) =>
    engine(['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', `${name}-control-plane`]);

  declare('a name that exists is refused, and its cluster and the kubeconfig stay as they are', async (t) => {
    const { single, kubeconfig } = live();
    const before = [await identities(single.name), await readFile(kubeconfig, 'utf8')];
    const { exitCode, stderr } = await kind(['create', 'cluster', '--name', single.name], { env: env() });
    t.is(exitCode, 1);
    t.true(stderr.includes(`A cluster named ${single.name} already exists`), stderr);
    t.true(stderr.includes(`kind delete cluster --name ${single.name}`), stderr);
    t.deepEqual([await identities(single.name), await readFile(kubeconfig, 'utf8')], before);
    await single.kubectl(['get', '--raw', '/readyz']);
  });

  declare('kind create --provider is about a cluster, and about the one of KIND_CLUSTER_NAME', async (t) => {
    const { name } = live().single;
    const own = { ...env(), KIND_CLUSTER_NAME: name, KIND_EXPERIMENTAL_PROVIDER: undefined };
    const { exitCode, stderr } = await kind(['create', '--provider', testEngine], { env: own });
    t.is(exitCode, 1);
    t.true(stderr.includes(`A cluster named ${name} already exists`), stderr);
  });

  declare('KIND_PROVIDER wins over KIND_EXPERIMENTAL_PROVIDER, and each of them chooses the engine', async (t) => {
    const { name } = live().single;
    for (const variables of [
      { KIND_PROVIDER: testEngine, KIND_EXPERIMENTAL_PROVIDER: 'nope' },
      { KIND_PROVIDER: undefined, KIND_EXPERIMENTAL_PROVIDER: testEngine },
    ]) {
      const { stdout } = await kindOk(['get', 'clusters'], { env: variables });
      t.true(stdout.split('\n').includes(name));
    }
  });

  declare('deleting a cluster that is not there succeeds, and says nothing when quiet', async (t) => {
    t.like(await kind(['delete', 'cluster', '--name', liveName()], { env: env() }), { exitCode: 0, stdout: '' });
    const quiet = await kind(['delete', 'cluster', '--quiet', '--name', liveName()], { env: env() });
    t.deepEqual(quiet, { exitCode: 0, stdout: '', stderr: '' });
  });

  declare('delete clusters goes on after one that cannot be deleted, and exits with 1', async (t) => {
    const [bad, good] = [liveName(), liveName()];
    const kubeconfig = join(live().folder, 'broken');
    await writeFile(kubeconfig, `clusters: [kind-${bad}`);
    const { exitCode, stderr } = await kind(['delete', 'clusters', bad, good], { env: { KUBECONFIG: kubeconfig } });
    t.is(exitCode, 1);
    t.true(stderr.includes(`Deleted clusters: ["${good}"]`), stderr);
    t.true(stderr.includes(`ERROR: The kubeconfig ${kubeconfig} cannot be used`), stderr);
  });

  declare('get clusters and get nodes list names, one a line', async (t) => {
    const { single, multi, workers } = live();
    const clusters = (await printed('get', 'clusters')).trimEnd().split('\n');
    t.true(clusters.includes(single.name) && clusters.includes(multi.name));
    t.is(await printed('get', 'nodes', '--name', single.name), `${single.controlPlane}\n`);
    t.is(await printed('get', 'nodes', '--name', multi.name), `${[multi.controlPlane, ...workers].join('\n')}\n`);
    const all = (await printed('get', 'nodes', '--all-clusters')).trimEnd().split('\n');
    for (const node of await containers(multi.name)) t.true(all.includes(node));
  });

  declare('get clusters and get nodes tell all that is known as JSON, YAML and a table', async (t) => {
    const { multi, workers } = live();
    const list = parse(await printed('get', 'clusters', '-o', 'json')) as { name: string; kubernetesVersion: string }[];
    const found = list.find(({ name }) => name === multi.name);
    t.like(found, { engine: testEngine, status: 'running', nodes: 3, nodesRunning: 3 });
    t.regex(found?.kubernetesVersion ?? '', /^v\d+\.\d+\.\d+$/);
    const nodes = parse(await printed('get', 'nodes', '--name', multi.name, '-o', 'yaml')) as { createdAt: string }[];
    const named = [multi.controlPlane, ...workers].map((name) => ({ name, cluster: multi.name, status: 'running' }));
    for (const [i, expected] of named.entries()) t.like(nodes[i], expected);
    t.true(nodes.every(({ createdAt }) => Math.abs(Date.now() - Date.parse(createdAt)) < 86_400_000));
    const table = await printed('get', 'clusters', '-o', 'table');
    t.regex(table, /^NAME +ENGINE +STATUS +NODES +KUBERNETES +AGE\n/);
    t.regex(table, new RegExp(`^${multi.name} +${testEngine} +running +3 +v\\S+ +\\d+[smh]$`, 'm'));
  });

  declare('get kubeconfig prints a kubeconfig for the host, and one for the cluster’s own network', async (t) => {
    const { single, multi, workers } = live();
    const outside = await printed('get', 'kubeconfig', '--name', single.name);
    t.regex(outside, /server: "?https:\/\/127\.0\.0\.1:\d+"?\n/);
    const asJson = await printed('get', 'kubeconfig', '--name', single.name, '-o', 'json');
    t.deepEqual(JSON.parse(asJson), parse(outside));
    const inside = await printed('get', 'kubeconfig', '--internal', '--name', multi.name);
    t.true(inside.includes(`https://${multi.controlPlane}:6443`));
    const kubectl = ['kubectl', '--kubeconfig', '/dev/stdin', 'get', 'nodes', '--output', 'name'];
    const nodes = await inNode(workers[0], kubectl, { input: inside });
    t.is(nodes.trim().split('\n').length, 3);
  });

  declare('export kubeconfig makes a kubeconfig that works', async (t) => {
    const { folder, single } = live();
    const file = join(folder, 'exported');
    const { stderr } = await kindOk(['export', 'kubeconfig', '--name', single.name, '--kubeconfig', file]);
    t.is(stderr, `Set kubectl context to "kind-${single.name}"\n`);
    await single.kubectl(['--kubeconfig', file, 'get', '--raw', '/readyz']);
    const quiet = await kindOk(['export', 'kubeconfig', '--quiet', '--name', single.name, '--kubeconfig', file]);
    t.is(quiet.stderr, '');
  });

  declare('what there is no cluster for is refused and names the clusters there are', async (t) => {
    const name = liveName();
    for (const args of [
      ['get', 'kubeconfig'],
      ['export', 'kubeconfig'],
    ]) {
      const { exitCode, stderr } = await kind([...args, '--name', name], { env: env() });
      t.is(exitCode, 1);
      t.true(stderr.includes(`There is no cluster named ${name}`), stderr);
      t.true(stderr.includes(live().multi.name), stderr);
    }
  });
};
