import test from 'ava';
import { mergePatch, patchDocuments, type TypedDocument } from '../../../core/kubernetes/patches.js';

const init = (apiVersion: string, extraArgs: unknown): TypedDocument => ({
  apiVersion,
  kind: 'InitConfiguration',
  nodeRegistration: { kubeletExtraArgs: extraArgs },
});

test('a merge patch changes the documents of its kind, whatever their version, when it names none', (t) => {
  const [patched, other] = patchDocuments(
    [init('kubeadm.k8s.io/v1beta3', { a: '1' }), { apiVersion: 'v1', kind: 'Other' }],
    ['kind: InitConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    b: "2"\n'],
    [],
  );
  t.deepEqual(patched?.nodeRegistration, { kubeletExtraArgs: { a: '1', b: '2' } });
  t.deepEqual(other, { apiVersion: 'v1', kind: 'Other' });
});

test('a merge patch for another apiVersion changes nothing', (t) => {
  const document = init('kubeadm.k8s.io/v1beta3', {});
  const patch = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nskipPhases: [addon]\n';
  t.deepEqual(patchDocuments([document], [patch], []), [document]);
});

test('a merge patch may be a stream of documents', (t) => {
  const kubelet = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };
  const patch = '---\nkind: InitConfiguration\nskipPhases: [addon]\n---\nkind: KubeletConfiguration\nmaxPods: 5\n---\n';
  const [first, second] = patchDocuments([init('kubeadm.k8s.io/v1beta3', {}), kubelet], [patch], []);
  t.deepEqual(first?.skipPhases, ['addon']);
  t.is(second?.maxPods, 5);
});

test('a patch says yes and no as YAML 1.1 has it', (t) => {
  const kubelet = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };
  const patch = 'kind: KubeletConfiguration\nfailSwapOn: yes\nserializeImagePulls: off\n';
  t.like(patchDocuments([kubelet], [patch], [])[0], { failSwapOn: true, serializeImagePulls: false });
});

test('arguments of v1beta4 are merged by name, from a list or a map, and null removes one', (t) => {
  const document = init('kubeadm.k8s.io/v1beta4', [
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
  ]);
  const patch = 'kind: InitConfiguration\nnodeRegistration:\n  kubeletExtraArgs: {a: "9", b: null, c: "3"}\n';
  const [patched] = patchDocuments([document], [patch], []);
  t.deepEqual(patched?.nodeRegistration, {
    kubeletExtraArgs: [
      { name: 'a', value: '9' },
      { name: 'c', value: '3' },
    ],
  });
});

test('certSANs are added to, not replaced', (t) => {
  const document = { apiVersion: 'v', kind: 'ClusterConfiguration', apiServer: { certSANs: ['localhost'] } };
  const patch = 'kind: ClusterConfiguration\napiServer:\n  certSANs: [localhost, example.test]\n';
  const [patched] = patchDocuments([document], [patch], []);
  t.deepEqual(patched?.apiServer, { certSANs: ['localhost', 'example.test'] });
});

test('JSON 6902 patches match by group, version and kind', (t) => {
  const document = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', maxPods: 110 };
  const patch = '[{op: replace, path: /maxPods, value: 20}]';
  const target = { group: 'kubelet.config.k8s.io', version: 'v1beta1', kind: 'KubeletConfiguration', patch };
  t.is(patchDocuments([document], [], [target])[0]?.maxPods, 20);
  t.is(patchDocuments([document], [], [{ ...target, version: 'v1' }])[0]?.maxPods, 110);
});

test('a merge patch removes what it sets to null and replaces lists', (t) => {
  t.deepEqual(mergePatch({ a: 1, b: [1, 2], c: { d: 1 } }, { a: null, b: [3], c: { e: 2 } }), {
    b: [3],
    c: { d: 1, e: 2 },
  });
});
