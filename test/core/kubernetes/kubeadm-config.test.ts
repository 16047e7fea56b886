import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { loadConfig } from '../../../core/config/index.js';
import {
  documentOf,
  kubeadmDocuments,
  renderDocuments,
  workerDocuments,
} from '../../../core/kubernetes/kubeadm-config.js';

interface Wanted {
  readonly config?: string;
  readonly version?: string;
  readonly ipFamily?: 'ipv4' | 'ipv6';
  readonly addresses?: readonly string[];
  /** Index of the node. */
  readonly node?: number;
}

function documents({
  config = '',
  version = 'v1.34.4',
  ipFamily = 'ipv4',
  addresses = ['10.0.0.2'],
  node = 0,
}: Wanted = {}) {
  const text = `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: c\n${config}`;
  const loaded = loadConfig({ file: 'config', text }, {}, '/');
  const spec = { ...loaded, networking: { ...loaded.networking, ipFamily } };
  const chosen = spec.nodes[node];
  if (!chosen) throw new Error(`the config has no node ${node}`);
  return kubeadmDocuments({
    spec,
    node: chosen,
    kubernetesVersion: version,
    addresses,
    provider: 'docker',
    controlPlaneEndpoint: 'c-control-plane:6443',
  });
}

const kinds = (wanted?: Wanted) => documents(wanted).map(({ kind }) => kind);
const find = (kind: string, wanted?: Wanted) => documentOf(documents(wanted), kind);
const withWorker = 'nodes: [{role: control-plane}, {role: worker, labels: {tier: front, arch: odd}}]';

test('a node gets every document that kubeadm may want', (t) => {
  t.deepEqual(kinds(), [
    'ClusterConfiguration',
    'InitConfiguration',
    'JoinConfiguration',
    'KubeletConfiguration',
    'KubeProxyConfiguration',
  ]);
});

test('without kube-proxy there is no configuration of it, and its add-on is skipped', (t) => {
  const config = 'networking: {kubeProxyMode: none}';
  t.false(kinds({ config }).includes('KubeProxyConfiguration'));
  t.deepEqual(find('InitConfiguration', { config }).skipPhases, ['preflight', 'addon/kube-proxy']);
});

test('the version of kubeadm decides between maps and lists of arguments', (t) => {
  const old = find('ClusterConfiguration', { version: 'v1.34.4' });
  t.is(old.apiVersion, 'kubeadm.k8s.io/v1beta3');
  t.like(old, { controllerManager: { extraArgs: { 'enable-hostpath-provisioner': 'true' } } });
  const recent = find('ClusterConfiguration', { version: 'v1.36.3' });
  t.is(recent.apiVersion, 'kubeadm.k8s.io/v1beta4');
  t.like(recent, { controllerManager: { extraArgs: [{ name: 'enable-hostpath-provisioner', value: 'true' }] } });
});

test('a node registers with its addresses, provider id and labels', (t) => {
  const { nodeRegistration } = find('JoinConfiguration', {
    config: withWorker,
    node: 1,
    addresses: ['10.0.0.3', 'fc00::3'],
  });
  t.deepEqual(nodeRegistration, {
    criSocket: 'unix:///run/containerd/containerd.sock',
    kubeletExtraArgs: {
      'node-ip': '10.0.0.3,fc00::3',
      'provider-id': 'kind://docker/c/c-worker',
      'node-labels': 'arch=odd,tier=front',
    },
  });
});

test('only a control plane joins as one', (t) => {
  t.false('controlPlane' in find('JoinConfiguration', { config: withWorker, node: 1 }));
  t.deepEqual(find('JoinConfiguration').controlPlane, {
    localAPIEndpoint: { advertiseAddress: '10.0.0.2', bindPort: 6443 },
  });
});

test('feature gates reach every component', (t) => {
  const config = 'featureGates: {B: false, A: true}';
  const cluster = find('ClusterConfiguration', { config });
  for (const component of ['apiServer', 'controllerManager', 'scheduler']) {
    t.like(cluster[component], { extraArgs: { 'feature-gates': 'A=true,B=false' } });
  }
  for (const kind of ['KubeletConfiguration', 'KubeProxyConfiguration']) {
    t.deepEqual(find(kind, { config }).featureGates, { A: true, B: false });
  }
});

test('an IPv6 cluster listens on IPv6', (t) => {
  const wanted: Wanted = { ipFamily: 'ipv6', addresses: ['fc00::2'] };
  t.like(find('KubeletConfiguration', wanted), { address: '::', healthzBindAddress: '::' });
  t.like(find('ClusterConfiguration', wanted), {
    controllerManager: { extraArgs: { 'bind-address': '::' } },
    scheduler: { extraArgs: { 'bind-address': '::1' } },
  });
});

test('the cluster’s patches come before the node’s', (t) => {
  const config = `
kubeadmConfigPatches: ["kind: KubeletConfiguration\\nmaxPods: 50\\npodPidsLimit: 100"]
nodes:
- role: control-plane
  kubeadmConfigPatches: ["kind: KubeletConfiguration\\nmaxPods: 60"]
`;
  t.like(find('KubeletConfiguration', { config }), { maxPods: 60, podPidsLimit: 100 });
});

test('operations apply to the document of their group, version and kind alone', (t) => {
  const patch = (version: string) => `
kubeadmConfigPatchesJSON6902:
- group: kubeadm.k8s.io
  version: ${version}
  kind: ClusterConfiguration
  patch: '[{"op": "add", "path": "/apiServer/certSANs/-", "value": "example.test"}]'`;
  t.deepEqual(find('ClusterConfiguration', { config: patch('v1beta3') }).apiServer, {
    certSANs: ['localhost', '127.0.0.1', 'example.test'],
    extraArgs: { 'runtime-config': '' },
  });
  t.like(find('ClusterConfiguration', { config: patch('v1beta4') }), { apiServer: { certSANs: { length: 2 } } });
});

test('a worker prepares itself with the control plane’s settings and its own registration', (t) => {
  const config = `${withWorker}\nkubeadmConfigPatches: ["kind: KubeletConfiguration\\nmaxPods: 50"]`;
  const made = workerDocuments(documents({ config }), documents({ config, node: 1, addresses: ['10.0.0.3'] }));
  t.deepEqual(made.map(({ kind }) => kind).sort(), [
    'ClusterConfiguration',
    'InitConfiguration',
    'KubeProxyConfiguration',
    'KubeletConfiguration',
  ]);
  t.like(documentOf(made, 'InitConfiguration'), {
    nodeRegistration: { taints: { length: 0 }, kubeletExtraArgs: { 'node-ip': '10.0.0.3' } },
  });
  t.like(documentOf(made, 'KubeletConfiguration'), {
    maxPods: 50,
    authentication: { x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' } },
  });
});

test('a CA file that the user chose for the kubelet stays', (t) => {
  const patch =
    'kind: KubeletConfiguration\\nauthentication: {anonymous: {enabled: true}, x509: {clientCAFile: /own.crt}}';
  const config = `${withWorker}\nkubeadmConfigPatches: ["${patch}"]`;
  const made = workerDocuments(documents({ config }), documents({ config, node: 1 }));
  t.deepEqual(documentOf(made, 'KubeletConfiguration').authentication, {
    anonymous: { enabled: true },
    x509: { clientCAFile: '/own.crt' },
  });
});

test('what is rendered reads back as the same documents', (t) => {
  const made = documents({
    config: `kubeadmConfigPatches: ["kind: ClusterConfiguration\\nimageRepository: '${'x'.repeat(200)}'"]`,
  });
  t.deepEqual(
    parseAllDocuments(renderDocuments(made)).map((document) => document.toJS()),
    JSON.parse(JSON.stringify(made)),
  );
});

test('text that YAML 1.1 takes for something else is written as text', (t) => {
  const text = renderDocuments([{ apiVersion: 'v1', kind: 'Any', a: 'yes', b: '010', c: '0o17', d: 'plain' }]);
  t.regex(text, /^a: "yes"\nb: "010"\nc: "0o17"\nd: plain$/m);
});
