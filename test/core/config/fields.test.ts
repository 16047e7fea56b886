import test from 'ava';
import { load, loadText } from './load.js';

test('nodes are named after the cluster and their role, counting from the second of a role', (t) => {
  const spec = load('name: dev\nnodes:\n- role: worker\n- role: control-plane\n- role: worker\n- role: worker\n');
  t.deepEqual(
    spec.nodes.map(({ name, role }) => [name, role]),
    [
      ['dev-worker', 'worker'],
      ['dev-control-plane', 'control-plane'],
      ['dev-worker2', 'worker'],
      ['dev-worker3', 'worker'],
    ],
  );
});

test('image and labels of a node come as they are written', (t) => {
  const [node] = load(
    'nodes:\n- image: kindest/node:v1.34.0@sha256:0123\n  labels: {tier: front, example.com/zone: "", on: yes, version: 1.10}\n',
  ).nodes;
  t.is(node?.image, 'kindest/node:v1.34.0@sha256:0123');
  t.deepEqual(node?.labels, { tier: 'front', 'example.com/zone': '', on: 'yes', version: '1.10' });
});

test('mounts keep every field, and relative host paths start at the base folder', (t) => {
  const [node] = load(
    [
      'nodes:',
      '- extraMounts:',
      '  - {hostPath: ./data, containerPath: /data}',
      '  - hostPath: ../shared',
      '    containerPath: /shared',
      '    readOnly: true',
      '    selinuxRelabel: true',
      '    propagation: Bidirectional',
    ].join('\n'),
  ).nodes;
  t.deepEqual(node?.mounts, [
    {
      hostPath: '/home/somebody/project/data',
      containerPath: '/data',
      readOnly: false,
      selinuxRelabel: false,
      propagation: 'None',
    },
    {
      hostPath: '/home/somebody/shared',
      containerPath: '/shared',
      readOnly: true,
      selinuxRelabel: true,
      propagation: 'Bidirectional',
    },
  ]);
});

test('ports keep every field, take protocols in lower case, and read -1 as any free port', (t) => {
  const [node] = load(
    [
      'nodes:',
      '- extraPortMappings:',
      '  - {containerPort: 53, hostPort: 5353, listenAddress: "::1", protocol: udp}',
      '  - {containerPort: 132, hostPort: -1, protocol: SCTP}',
    ].join('\n'),
  ).nodes;
  t.deepEqual(node?.ports, [
    { containerPort: 53, hostPort: 5353, listenAddress: '::1', protocol: 'UDP' },
    { containerPort: 132, hostPort: 0, listenAddress: '0.0.0.0', protocol: 'SCTP' },
  ]);
});

test('one host port can serve different protocols and different addresses, and any number of free ones', (t) => {
  const [node] = load(
    [
      'nodes:',
      '- extraPortMappings:',
      '  - {containerPort: 53, hostPort: 5353, protocol: TCP, listenAddress: 127.0.0.1}',
      '  - {containerPort: 53, hostPort: 5353, protocol: UDP, listenAddress: 127.0.0.1}',
      '  - {containerPort: 53, hostPort: 5353, protocol: TCP, listenAddress: 127.0.0.2}',
      '  - {containerPort: 53}',
      '  - {containerPort: 53}',
    ].join('\n'),
  ).nodes;
  t.is(node?.ports.length, 5);
});

test('every field of networking is kept', (t) => {
  const { networking } = load(
    [
      'networking:',
      '  ipFamily: ipv4',
      '  apiServerPort: 6443',
      '  apiServerAddress: 0.0.0.0',
      '  podSubnet: 10.10.0.0/16',
      '  serviceSubnet: 10.11.0.0/16',
      '  kubeProxyMode: nftables',
      '  dnsSearch: [example.com, example.org]',
    ].join('\n'),
  );
  t.deepEqual(networking, {
    ipFamily: 'ipv4',
    apiServerPort: 6443,
    apiServerAddress: '0.0.0.0',
    podSubnet: '10.10.0.0/16',
    serviceSubnet: '10.11.0.0/16',
    kubeProxyMode: 'nftables',
    dnsSearch: ['example.com', 'example.org'],
  });
});

for (const kubeProxyMode of ['iptables', 'ipvs', 'nftables', 'none'] as const)
  test(`kube-proxy can be ${kubeProxyMode}`, (t) => {
    t.is(load(`networking: {kubeProxyMode: ${kubeProxyMode}}`).networking.kubeProxyMode, kubeProxyMode);
  });

test('an API server port of -1 is any free port, and an empty dnsSearch means no search domains', (t) => {
  const { networking } = load('networking: {apiServerPort: -1, dnsSearch: []}');
  t.is(networking.apiServerPort, 0);
  t.deepEqual(networking.dnsSearch, []);
});

test('disableDefaultCNI chooses the CNI named none', (t) => {
  t.deepEqual(load('networking: {disableDefaultCNI: true}').cni, { name: 'none', options: {} });
  t.deepEqual(load('networking: {disableDefaultCNI: false}').cni, { name: 'bundled', options: {} });
});

test('feature gates and runtime config are kept', (t) => {
  const spec = load('featureGates: {A: true, B: false}\nruntimeConfig: {api/alpha: "false", api/beta: true}\n');
  t.deepEqual(spec.featureGates, { A: true, B: false });
  t.deepEqual(spec.runtimeConfig, { 'api/alpha': 'false', 'api/beta': 'true' });
});

test('patches of the cluster and of its nodes come as they are written', (t) => {
  const merge = 'kind: KubeletConfiguration\nmaxPods: 5\n---\nkind: ClusterConfiguration\n';
  const json = '[{"op": "remove", "path": "/a"}]';
  const spec = loadText(
    JSON.stringify({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      kubeadmConfigPatches: [merge, '# nothing yet\n'],
      kubeadmConfigPatchesJSON6902: [{ kind: 'ClusterConfiguration', patch: json }],
      containerdConfigPatches: ['version = 2\n[debug]\nlevel = "debug"\n'],
      containerdConfigPatchesJSON6902: [json],
      nodes: [
        {
          kubeadmConfigPatches: [merge],
          kubeadmConfigPatchesJSON6902: [
            { group: 'kubeadm.k8s.io', version: 'v1beta4', kind: 'InitConfiguration', patch: json },
          ],
        },
      ],
    }),
  );
  t.deepEqual(spec.kubeadmConfigPatches, [merge, '# nothing yet\n']);
  t.deepEqual(spec.kubeadmConfigPatchesJSON6902, [
    { group: '', version: '', kind: 'ClusterConfiguration', patch: json },
  ]);
  t.deepEqual(spec.containerdConfigPatches, ['version = 2\n[debug]\nlevel = "debug"\n']);
  t.deepEqual(spec.containerdConfigPatchesJSON6902, [json]);
  t.deepEqual(spec.nodes[0]?.kubeadmConfigPatches, [merge]);
  t.deepEqual(spec.nodes[0]?.kubeadmConfigPatchesJSON6902, [
    { group: 'kubeadm.k8s.io', version: 'v1beta4', kind: 'InitConfiguration', patch: json },
  ]);
});

test('a patch for a kind that kubeadm does not have is let through, as upstream does', (t) => {
  const patch = 'kind: ConfigMap\n';
  t.deepEqual(load(`kubeadmConfigPatches: [${JSON.stringify(patch)}]`).kubeadmConfigPatches, [patch]);
});
