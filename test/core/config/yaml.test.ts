import test from 'ava';
import { load, loadText, problemsOf } from './load.js';

for (const [word, value] of [
  ['true', true],
  ['yes', true],
  ['On', true],
  ['y', true],
  ['"yes"', true],
  ['false', false],
  ['no', false],
  ['OFF', false],
] as const)
  test(`a boolean may be written ${word}`, (t) => {
    t.deepEqual(load(`featureGates: {A: ${word}}`).featureGates, { A: value });
  });

test('text takes numbers, booleans, dates and base-60 look-alikes as they are written', (t) => {
  const labels = 'a: 1.10\n    b: 0010\n    c: no\n    d: 2026-01-01\n    e: 22_22\n    f:\n    01: x\n    on: x';
  t.deepEqual(load(`nodes:\n- labels:\n    ${labels}\n`).nodes[0]?.labels, {
    a: '1.10',
    b: '0010',
    c: 'no',
    d: '2026-01-01',
    e: '22_22',
    f: '',
    '01': 'x',
    on: 'x',
  });
});

test('a name of digits stays text', (t) => {
  t.is(load('name: 0123').name, '0123');
});

test('anchors, aliases and merge keys are followed', (t) => {
  const spec = load(
    [
      'nodes:',
      '- role: control-plane',
      '- &worker',
      '  role: worker',
      '  image: a',
      '- *worker',
      '- <<: *worker',
      '  image: b',
    ].join('\n'),
  );
  t.deepEqual(
    spec.nodes.map(({ name, image }) => [name, image]),
    [
      ['kind-control-plane', undefined],
      ['kind-worker', 'a'],
      ['kind-worker2', 'a'],
      ['kind-worker3', 'b'],
    ],
  );
});

test('JSON, document markers, comments, a byte order mark and Windows line ends are good', (t) => {
  t.is(loadText('{"kind": "Cluster", "apiVersion": "kind.x-k8s.io/v1alpha4", "name": "j"}').name, 'j');
  t.is(loadText('---\n# c\nkind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: m\n---\n').name, 'm');
  t.is(loadText('\uFEFFkind: Cluster\r\napiVersion: kind.x-k8s.io/v1alpha4\r\nname: w\r\n').name, 'w');
});

test('lines and columns are right with Windows line ends, and inside a block', (t) => {
  const text =
    'kind: Cluster\r\napiVersion: kind-ts.dev/v1\r\nkubeadmConfigPatches:\r\n- |2\r\n    kind: KubeletConfigurations\r\nx: 1\r\n';
  t.deepEqual(
    problemsOf(() => loadText(text)).map((problem) => problem.split(': ').slice(0, 2)),
    [
      ['kind.yaml:5:11', 'kubeadmConfigPatches[0]'],
      ['kind.yaml:6:1', 'x'],
    ],
  );
});

test('a patch may repeat a key, as upstream’s reader lets it', (t) => {
  const patch = 'kind: KubeletConfiguration\nmaxPods: 1\nmaxPods: 2\n';
  t.deepEqual(load(`kubeadmConfigPatches: [${JSON.stringify(patch)}]`).kubeadmConfigPatches, [patch]);
});

test('small pod ranges are good when a patch says how large the nodes’ are, or another CNI hands them out', (t) => {
  const small = 'networking: {podSubnet: 10.9.0.0/24, disableDefaultCNI: true}\nnodes: [{}, {role: worker}]\n';
  t.is(load(small).networking.podSubnet, '10.9.0.0/24');
  const patched =
    'networking: {podSubnet: 10.9.0.0/26}\nkubeadmConfigPatches:\n- |\n  kind: ClusterConfiguration\n  controllerManager: {extraArgs: [{name: node-cidr-mask-size, value: "27"}]}\n';
  t.is(load(patched).networking.podSubnet, '10.9.0.0/26');
});
