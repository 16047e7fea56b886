import { stat } from 'node:fs/promises';
import test from 'ava';
import { builtNodeImageReference, busyboxImage } from '../../arch/images/index.js';
import { defaultKubernetesVersion } from '../../arch/published-node-images.js';
import { uniqueName } from '../unique-name.js';
import { engine, inNode } from './engine.js';
import { kindOk } from './kind.js';
import { output } from './program.js';

const image = builtNodeImageReference(defaultKubernetesVersion);
const node = uniqueName();
const documentationAddress = '192.0.2.1';

const kubeadmConfig = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${defaultKubernetesVersion}
controlPlaneEndpoint: ${node}:6443
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: ${documentationAddress}}
`;

/** As both tools start a node. */
const flags = ['--privileged', '--tmpfs', '/tmp', '--tmpfs', '/run', '--volume', '/var', '--cgroupns=private', '--tty'];

const booted = () => inNode(node, ['sh', '-c', 'until systemctl is-active --quiet containerd; do sleep 0.2; done']);
const images = async () => (await inNode(node, ['ctr', '-n', 'k8s.io', 'images', 'list', '-q'])).trim().split('\n');

test.before(async () => {
  await kindOk(['build', 'node-image']);
  await engine(['run', '--detach', '--name', node, '--hostname', node, ...flags, image]);
  await booted();
});

test.after.always(() => engine(['rm', '--force', '--volumes', node]));

test.serial('a second build with the same inputs builds nothing', async (t) => {
  const { stderr } = await kindOk(['build', 'node-image']);
  t.regex(stderr, /Nothing changed since the last build/);
});

test.serial('the archive is at most 200 MB, and unpacked at most 800 MB', async (t) => {
  const { stderr } = await kindOk(['build', 'node-image', '--no-load']);
  const archive = /the image is in (.*)/.exec(stderr)?.[1] ?? '';
  const unpacked = Number(await output(['sh', '-c', 'zstd -dc "$1" | wc -c', 'sh', archive]));
  t.log(`${(await stat(archive)).size} bytes, unpacked ${unpacked}`);
  t.true((await stat(archive)).size <= 200e6);
  t.true(unpacked <= 800e6);
});

test.serial('a node boots without a unit that fails', async (t) => {
  t.is((await inNode(node, ['systemctl', 'list-units', '--failed', '--plain', '--no-legend'])).trim(), '');
});

test.serial('every image that kubeadm asks for is unpacked in the node', async (t) => {
  const wanted = await inNode(node, [
    ...['kubeadm', 'config', 'images', 'list', '--kubernetes-version', defaultKubernetesVersion],
  ]);
  // containerd's CRI knows only images that are unpacked.
  const known = await inNode(node, ['crictl', 'inspecti', ...wanted.trim().split(/\s+/)]);
  t.is(known.match(/"repoTags"/g)?.length, wanted.trim().split(/\s+/).length);
});

test.serial('what an engine copies for every node is small', async (t) => {
  const kilobytes = Number((await inNode(node, ['du', '-sk', '/var'])).split('\t')[0]);
  t.true(kilobytes < 10_000, `/var has ${kilobytes} kB`);
});

test.serial('a container runs from an image whose layers lie outside of /var', async (t) => {
  const run = [
    'ctr',
    '-n',
    'k8s.io',
    'run',
    '--rm',
    '--snapshotter',
    'overlayfs',
    busyboxImage,
    'once',
    '/bin/echo',
    'hello',
  ];
  t.is((await inNode(node, run)).trim(), 'hello');
});

test.serial('crictl tells tools that load images which ones are there', async (t) => {
  const { status } = JSON.parse(await inNode(node, ['crictl', 'inspecti', busyboxImage]));
  t.deepEqual(status.repoTags, [busyboxImage]);
  await t.throwsAsync(inNode(node, ['crictl', 'inspecti', 'localhost/kind-ts/missing:1']), {
    message: /no such image/,
  });
});

test.serial('a registry mirror in containerd’s config takes the place of the registry folder', async (t) => {
  const mirror = `[plugins."io.containerd.grpc.v1.cri".registry.mirrors."localhost:5001"]\nendpoint = ["http://reg:5000"]\n`;
  await inNode(node, ['tee', '-a', '/etc/containerd/config.toml'], { input: mirror });
  await inNode(node, ['systemctl', 'restart', 'containerd']);
  const { info } = JSON.parse(await inNode(node, ['crictl', 'info']));
  t.deepEqual(info.config.registry.mirrors, { 'localhost:5001': { endpoint: ['http://reg:5000'] } });
});

test.serial('an image can be removed without harm to those that share its layers', async (t) => {
  const [gone, kept] = ['kube-scheduler', 'kube-controller-manager'].map(
    (name) => `registry.k8s.io/${name}:${defaultKubernetesVersion}`,
  );
  await inNode(node, ['crictl', 'rmi', gone ?? '']);
  t.false((await images()).includes(gone ?? ''));
  const run = ['ctr', '-n', 'k8s.io', 'run', '--rm', '--snapshotter', 'overlayfs', kept ?? '', 'again'];
  const version = await inNode(node, [...run, 'kube-controller-manager', '--version']);
  t.is(version.trim(), `Kubernetes ${defaultKubernetesVersion}`);
});

test.serial(
  'a node that comes back with another address brings its manifests and certificates up to date',
  async (t) => {
    await inNode(node, ['tee', '/kind/kubeadm.conf'], { input: kubeadmConfig });
    for (const phase of [
      ['certs', 'all'],
      ['kubeconfig', 'all'],
      ['control-plane', 'all'],
      ['etcd', 'local'],
    ]) {
      await inNode(node, ['kubeadm', 'init', 'phase', ...phase, '--config', '/kind/kubeadm.conf']);
    }
    await inNode(node, ['tee', '/kind/old-ipv4'], { input: documentationAddress });
    const authority = await inNode(node, ['cat', '/etc/kubernetes/pki/ca.crt']);
    await engine(['restart', node]);
    await booted();

    const address = (await inNode(node, ['cat', '/kind/old-ipv4'])).trim();
    t.not(address, documentationAddress);
    const everything = await inNode(node, ['sh', '-c', 'cat /etc/kubernetes/manifests/* /etc/kubernetes/*.conf']);
    t.false(everything.includes(documentationAddress));
    t.true(everything.includes(`--advertise-address=${address}`));
    for (const certificate of ['apiserver', 'etcd/server', 'etcd/peer']) {
      const file = `/etc/kubernetes/pki/${certificate}.crt`;
      t.regex(await inNode(node, ['openssl', 'x509', '-noout', '-checkip', address, '-in', file]), /does match/);
    }
    t.is(await inNode(node, ['cat', '/etc/kubernetes/pki/ca.crt']), authority);
  },
);
