import test from 'ava';
import { createFieldCluster, type FieldCluster, ownNetwork } from './config-fields/field-cluster.js';
import { full } from './config-fields/full.js';
import { forgetOwnImage, makeMountedFolders, nameOwnImage } from './config-fields/full-config.js';
import { fieldSuites } from './config-fields/suites.js';
import { containers, inNode, networks } from './engine.js';
import { kind } from './kind.js';
import { type Folder, liveName, sweep, temporaryFolder } from './live.js';
import { run } from './program.js';

const suites = fieldSuites[process.env.KIND_TEST_ENGINE ?? ''] ?? [];
const clusters = new Map<string, FieldCluster>();
let folder: Folder | undefined;

test.before(async () => {
  await sweep();
  folder = await temporaryFolder();
});

test.after.always(async () => {
  await sweep();
  if (suites.includes(full)) await forgetOwnImage();
  await folder?.[Symbol.asyncDispose]();
});

for (const suite of suites) {
  test.serial(`${suite.title}: the cluster comes up`, async (t) => {
    const path = folder?.path ?? '';
    if (suite === full) {
      await nameOwnImage();
      await makeMountedFolders(path);
    }
    clusters.set(suite.title, await createFieldCluster(suite, liveName(), path));
    t.pass();
  });
  for (const { sees, look } of suite.tests) {
    test.serial(`${suite.title}: ${sees}`, async (t) => {
      const cluster = clusters.get(suite.title);
      if (cluster === undefined) throw new Error('the cluster could not be created');
      await look(t, cluster);
    });
  }
  test.serial(`${suite.title}: the cluster goes`, async (t) => {
    const name = clusters.get(suite.title)?.name ?? '';
    const { exitCode, stderr } = await kind(['delete', 'cluster', '--name', name], { env: ownNetwork(name) });
    t.is(exitCode, 0, stderr);
    t.deepEqual([await containers(name), await networks(name)], [[], []]);
  });
}

test.serial('kube-proxy’s mode ipvs is refused at once where the kernel has no IPVS', async (t) => {
  const input = JSON.stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    networking: { kubeProxyMode: 'ipvs' },
  });
  const name = liveName();
  const { exitCode, stderr } = await kind(['create', 'cluster', '--name', name, '--config', '-'], {
    env: { ...ownNetwork(name), TMPDIR: folder?.path, KUBECONFIG: `${folder?.path}/kubeconfig` },
    input,
  });
  if (exitCode === 0) {
    t.regex(await inNode(`${name}-control-plane`, ['cat', '/proc/net/ip_vs']), /^TCP +0A600001:01BB /m);
    await kind(['delete', 'cluster', '--name', name]);
    return;
  }
  t.true(stderr.includes(`The kernel of node ${name}-control-plane has no IPVS`), stderr);
  t.deepEqual([await containers(name), await networks(name)], [[], []]);
  t.not((await run(['sh', '-c', 'test -e /proc/net/ip_vs || modprobe --dry-run ip_vs'])).exitCode, 0);
});
