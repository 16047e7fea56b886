import test from 'ava';
import { loadConfig } from '../../../core/config/index.js';
import { baseDir, load, loadText } from './load.js';

const node = {
  name: 'kind-control-plane',
  role: 'control-plane',
  labels: {},
  mounts: [],
  ports: [],
  kubeadmConfigPatches: [],
  kubeadmConfigPatchesJSON6902: [],
};

const defaults = {
  name: 'kind',
  nodes: [node],
  networking: {
    ipFamily: 'ipv4',
    apiServerPort: 0,
    apiServerAddress: '127.0.0.1',
    podSubnet: '10.244.0.0/16',
    serviceSubnet: '10.96.0.0/16',
    kubeProxyMode: 'iptables',
  },
  featureGates: {},
  runtimeConfig: {},
  kubeadmConfigPatches: [],
  kubeadmConfigPatchesJSON6902: [],
  containerdConfigPatches: [],
  containerdConfigPatchesJSON6902: [],
  cni: { name: 'bundled', options: {} },
  storage: { name: 'local-path', options: {} },
  imageLoader: { name: 'delta', options: {} },
  caCertificates: [],
  plugins: [],
  baseDir,
};

test('without a config the cluster is one control plane with every default', (t) => {
  t.deepEqual(loadConfig(undefined, {}, baseDir) as unknown, defaults);
});

test('a config of kind and apiVersion alone is the default one, in both versions', (t) => {
  t.deepEqual(load('') as unknown, defaults);
  t.deepEqual(loadText('kind: Cluster\napiVersion: kind-ts.dev/v1\n') as unknown, defaults);
});

test('fields without a value, and values that Go counts as unset, have their defaults', (t) => {
  const spec = load(
    [
      'name: ""',
      'nodes:',
      'networking:',
      '  ipFamily: ""',
      '  apiServerPort: 0',
      '  apiServerAddress:',
      '  podSubnet: ""',
      '  kubeProxyMode: ""',
      '  dnsSearch:',
      'featureGates:',
      'kubeadmConfigPatches:',
    ].join('\n'),
  );
  t.deepEqual(spec as unknown, defaults);
});

test('an empty list of nodes, or of empty items, is one control plane', (t) => {
  t.deepEqual(load('nodes: []').nodes as unknown, [node]);
  t.deepEqual(load('nodes:\n-\n').nodes as unknown, [node]);
});

test('a node without fields is a control plane, and ports and mounts have defaults of their own', (t) => {
  const [first] = load(
    'nodes:\n- extraMounts: [{hostPath: /a, containerPath: /b}]\n  extraPortMappings: [{containerPort: 80}]\n',
  ).nodes;
  t.deepEqual(first as unknown, {
    ...node,
    mounts: [{ hostPath: '/a', containerPath: '/b', readOnly: false, selinuxRelabel: false, propagation: 'None' }],
    ports: [{ containerPort: 80, hostPort: 0, listenAddress: '0.0.0.0', protocol: 'TCP' }],
  });
});
