import { join } from 'node:path';
import test from 'ava';
import { testEngine } from '../engines.js';
import { type LiveCluster, liveCluster } from './clusters.js';
import { containers, engine, inNode, networks } from './engine.js';
import { kindOk } from './kind.js';
import { findKubectl } from './kubectl.js';
import { eventually, type Folder, liveName, sweep, temporaryFolder } from './live.js';
import { list, service, webPod } from './manifests.js';
import { output } from './program.js';
import { findUpstream } from './upstream.js';

const name = liveName();
const controlPlanes = ['', '2', '3'].map((suffix) => `${name}-control-plane${suffix}`);
const [first = '', second = '', third = ''] = controlPlanes;
const worker = `${name}-worker`;
const loadBalancer = `${name}-external-load-balancer`;
const everything = [...controlPlanes, loadBalancer, worker];

const config = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes: [{role: control-plane}, {role: control-plane}, {role: control-plane}, {role: worker}]
`;

let folder: Folder;
let cluster: LiveCluster;
const env = (): Record<string, string> => ({
  KUBECONFIG: join(folder.path, 'kubeconfig'),
  [`KIND_EXPERIMENTAL_${testEngine.toUpperCase()}_NETWORK`]: name,
});
const kubectl = (...args: string[]): Promise<string> => cluster.kubectl(args);

test.before(async () => {
  await sweep();
  folder = await temporaryFolder();
  const created = await kindOk(['create', 'cluster', '--name', name, '--wait', '5m', '--config', '-'], {
    env: env(),
    input: config,
  });
  const program = await findKubectl(first, folder.path);
  cluster = liveCluster(name, created, [program, '--kubeconfig', env().KUBECONFIG ?? '']);
});

test.after.always(async () => {
  await sweep();
  await folder?.[Symbol.asyncDispose]();
});

const etcdPki = '/etc/kubernetes/pki/etcd';
const etcdFlags = [
  '--endpoints=https://127.0.0.1:2379',
  `--cacert=${etcdPki}/ca.crt`,
  `--cert=${etcdPki}/server.crt`,
  `--key=${etcdPki}/server.key`,
  '--write-out=json',
];

async function etcdctl<T>(...command: string[]): Promise<T> {
  const pod = ['exec', '--namespace', 'kube-system', `etcd-${second}`, '--'];
  return JSON.parse(await kubectl(...pod, 'etcdctl', ...etcdFlags, ...command)) as T;
}

/** Throws unless etcd has three members and each of them is healthy. */
async function threeHealthyMembers(): Promise<void> {
  const members = await etcdctl<{ health: boolean }[]>('endpoint', 'health', '--cluster');
  if (members.length !== 3 || members.some(({ health }) => !health)) throw new Error(JSON.stringify(members));
}

const triesOfAUser = 5;

/** Writes through the load balancer as a user would who repeats what failed; how often that took. */
async function write(key: string): Promise<number> {
  const command = ['create', 'configmap', key, '--request-timeout=20s'];
  for (let tries = 1; ; tries++) {
    try {
      await kubectl(...command);
      return tries;
    } catch (error) {
      // The write had been done, and its answer was lost.
      if (String(error).includes('AlreadyExists')) return tries;
      if (tries === triesOfAUser) throw error;
    }
  }
}

test.serial('three control planes and a worker are usable behind a load balancer of the same image', async (t) => {
  await kubectl('wait', 'node', '--all', '--for=condition=Ready', '--timeout=1s');
  await kubectl('wait', 'deployment', '--all', '--all-namespaces', '--for=condition=Available', '--timeout=1s');
  const nodes = await kubectl('get', 'nodes', '--output', 'name');
  t.deepEqual(
    nodes.trim().split('\n'),
    [...controlPlanes, worker].map((node) => `node/${node}`),
  );
  const images = await engine(['inspect', '--format', '{{.Image}}', ...everything]);
  t.is(new Set(images.trim().split('\n')).size, 1);
});

test.serial('each tool lists the load balancer among the nodes', async (t) => {
  const ours = (await kindOk(['get', 'nodes', '--name', name])).stdout.trim().split('\n');
  t.deepEqual(ours.sort(), everything);
  const theirs = await output([await findUpstream(), 'get', 'nodes', '--name', name]);
  t.deepEqual(theirs.trim().split('\n').sort(), everything);
});

test.serial('every client goes through the load balancer, from the host and from the cluster’s network', async (t) => {
  const published = (await engine(['port', loadBalancer, '6443/tcp'])).trim();
  const outside = (await kindOk(['get', 'kubeconfig', '--name', name])).stdout;
  t.true(outside.includes(`https://${published}`), outside.replaceAll(/-data: .*/g, ''));
  const inside = (await kindOk(['get', 'kubeconfig', '--internal', '--name', name])).stdout;
  t.true(inside.includes(`https://${loadBalancer}:6443`));
  const kubeletConf = await inNode(worker, ['cat', '/etc/kubernetes/kubelet.conf']);
  t.true(kubeletConf.includes(`https://${loadBalancer}:6443`));
});

test.serial('the control planes are what kubeadm would have made, with etcd members that have names', async (t) => {
  const { members } = await etcdctl<{ members: { name: string; peerURLs: string[] }[] }>('member', 'list');
  const byName = Object.fromEntries(members.map((member) => [member.name, member.peerURLs]));
  t.deepEqual(byName, Object.fromEntries(controlPlanes.map((node) => [node, [`https://${node}:2380`]])));
  const kubeadmConfig = await kubectl('get', 'configmap', 'kubeadm-config', '-n', 'kube-system', '-o', 'yaml');
  t.true(kubeadmConfig.includes(`controlPlaneEndpoint: ${loadBalancer}:6443`));
  t.false(kubeadmConfig.includes('initial-cluster'));
  const role = 'node-role.kubernetes.io/control-plane';
  const marked = await kubectl(
    'get',
    'nodes',
    '--selector',
    role,
    '--output',
    'jsonpath={.items[*].spec.taints[*].key}',
  );
  t.deepEqual(marked.split(' '), [role, role, role]);
  const pods = await kubectl('get', 'pods', '-n', 'kube-system', '-l', 'tier=control-plane', '-o', 'name');
  t.is(pods.trim().split('\n').length, 12);
  for (const node of controlPlanes) await inNode(node, ['kubeadm', 'certs', 'check-expiration']);
});

for (const victim of [first, third]) {
  const which = controlPlanes.indexOf(victim) + 1;
  test.serial(
    `control plane ${which} is killed: writes go on, and etcd has three healthy members when it is back`,
    async (t) => {
      await threeHealthyMembers();
      await engine(['kill', victim]);
      const tries: number[] = [];
      for (let index = 0; index < 10; index++) tries.push(await write(`without-${which}-${index}`));
      t.log(`tries: ${tries.join(' ')}`);
      await kindOk(['get', 'kubeconfig', '--name', name]);
      await engine(['start', victim]);
      await eventually(threeHealthyMembers);
      await kubectl('wait', 'node', victim, '--for=condition=Ready', '--timeout=5m');
      const written = await kubectl('get', 'configmaps', '--output', 'name');
      t.is(written.match(new RegExp(`/without-${which}-`, 'g'))?.length, 10);
    },
  );
}

test.serial('the load balancer comes back with what it knew', async (t) => {
  await engine(['restart', loadBalancer]);
  t.is(await eventually(() => kubectl('get', '--raw', '/readyz')), 'ok');
});

test.serial('a cluster whose containers were stopped and started in another order works again', async (t) => {
  const addresses = () =>
    engine(['inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', ...everything]);
  const before = await addresses();
  await engine(['stop', ...everything]);
  for (const node of [worker, third, second, loadBalancer, first]) await engine(['start', node]);
  t.log(`addresses ${before} became ${await addresses()}`.replaceAll('\n', ' '));
  await eventually(() => kubectl('get', '--raw', '/readyz'));
  await eventually(threeHealthyMembers);
  // Only a kubelet that is back starts pods: what the API server still says of its nodes may be old.
  await eventually(() => cluster.apply(list(webPod('web', worker), service('back', 'web'))));
  await kubectl('wait', 'pod/web', '--for=condition=Ready', '--timeout=5m');
  await kubectl('wait', 'node', '--all', '--for=condition=Ready', '--timeout=5m');
  t.is(
    await eventually(() => kubectl('exec', 'web', '--', 'wget', '-q', '-T', '5', '-O', '-', 'http://back')),
    'web\n',
  );
});

test.serial('delete removes every node and the load balancer', async (t) => {
  await kindOk(['delete', 'cluster', '--name', name], { env: env() });
  t.deepEqual(await containers(name), []);
  t.deepEqual(await networks(name), []);
});
