import test from 'ava';
import { judgeExpiries, parseCertificates } from '../../../core/doctor/cluster/certificates.js';
import { judgeControlPlane } from '../../../core/doctor/cluster/control-plane.js';
import { dnsQuery, isDnsAnswer } from '../../../core/doctor/cluster/dns-message.js';
import { judgeKubeconfig } from '../../../core/doctor/cluster/kubeconfig.js';
import type { Pod } from '../../../core/doctor/cluster/kubernetes.js';
import { judgeReach, targetsOf } from '../../../core/doctor/cluster/network.js';
import { createClusterPki } from '../../../core/kubernetes/pki/index.js';

const pod = (name: string, spec: Pod['spec'] = {}, isReady = true, podIP?: string, namespace = 'kube-system'): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec,
  status: { podIP, conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
});

const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

test('the control plane is whole when every part of every control-plane node is ready', (t) => {
  const nodes = ['c-control-plane', 'c-control-plane2'];
  const all = nodes.flatMap((node) => parts.map((part) => pod(`${part}-${node}`)));
  t.is(judgeControlPlane(all, nodes, 'c').status, 'ok');
  const broken = [...all.slice(1, -1), pod('kube-scheduler-c-control-plane2', {}, false)];
  t.is(
    judgeControlPlane(broken, nodes, 'c').found,
    'etcd-c-control-plane is missing; kube-scheduler-c-control-plane2 is not ready',
  );
});

test('a question for the DNS is as RFC 1035 has it', (t) => {
  t.is(dnsQuery(0x1234, 'a.example').toString('hex'), '1234010000010000000000000161076578616d706c650000010001');
});

test('only a reply with a record, to the same question, is an answer', (t) => {
  const reply = (hex: string) => isDnsAnswer(0x1234, Buffer.from(hex, 'hex'));
  t.true(reply('123485000001000100000000'));
  t.false(reply('123485030001000000000000'), 'no such name');
  t.false(reply('123401000001000000000000'), 'the question itself');
  t.false(reply('999985000001000100000000'), 'another question’s');
  t.false(reply(''));
});

test('one pod of each node is tried, one of the system where there is one, and none that shares the node’s network', (t) => {
  const pods = [
    pod('app', { nodeName: 'a' }, true, '10.244.0.9', 'default'),
    pod('coredns', { nodeName: 'a' }, true, '10.244.0.2'),
    pod('kube-proxy', { nodeName: 'b', hostNetwork: true }, true, '172.18.0.3'),
    pod('web', { nodeName: 'c' }, true, '10.244.2.2', 'default'),
    pod('gone', { nodeName: 'stopped' }, true, '10.244.3.2'),
  ];
  t.deepEqual(
    [...targetsOf(pods, ['a', 'b', 'c'])],
    [
      ['a', '10.244.0.2'],
      ['c', '10.244.2.2'],
    ],
  );
});

test('pods that are not reached are a failure; with nothing to reach nothing is known', (t) => {
  const trial = { from: 'a', to: 'b', isReached: true };
  t.is(judgeReach([trial], 1, 2).status, 'ok');
  t.like(judgeReach([trial, { ...trial, isReached: false }], 1, 2), {
    status: 'failed',
    found: 'from a, pods on b are not reached',
  });
  t.is(judgeReach([], 0, 1).status, 'ok');
  t.throws(() => judgeReach([], 0, 2), { message: /no pods to reach/ });
});

const dayMs = 86_400_000;

test('certificates are found in PEM files and in kubeconfigs, and judged by the first to expire', async (t) => {
  const { cert } = (await createClusterPki()).ca;
  const text = `# /etc/kubernetes/pki/ca.crt\n${cert}# /etc/kubernetes/admin.conf\n    client-certificate-data: ${Buffer.from(cert).toString('base64')}\n`;
  const found = parseCertificates(text);
  t.deepEqual(
    found.map(({ where }) => where),
    ['/etc/kubernetes/pki/ca.crt', '/etc/kubernetes/admin.conf'],
  );
  const at = found[0]?.at.getTime() ?? 0;
  const judge = (daysBefore: number) => judgeExpiries(found, new Date(at - daysBefore * dayMs));
  t.is(judge(300).status, 'ok');
  t.is(judge(10).status, 'warning');
  t.is(judge(-1).status, 'failed');
  t.regex(judge(-1).found, /^\/etc\/kubernetes\/pki\/ca\.crt expired on \d{4}-\d\d-\d\d;/);
});

const access = { server: 'https://127.0.0.1:40000', ca: 'PEM' };
const file = (name: string, server = access.server, ca = access.ca) => ({
  path: '/home/me/.kube/config',
  text: `clusters: [{name: ${name}, cluster: {server: "${server}", certificate-authority-data: ${Buffer.from(ca).toString('base64')}}}]`,
});

test('a kubeconfig is right when its first entry for the cluster has the server and its authority', (t) => {
  t.is(judgeKubeconfig([file('other'), file('kind-c')], 'c', access).status, 'ok');
  t.like(judgeKubeconfig([file('other')], 'c', access), { status: 'warning', cure: 'kind export kubeconfig --name c' });
  t.is(judgeKubeconfig([], 'c', access).status, 'warning');
  t.regex(
    judgeKubeconfig([file('kind-c', 'https://127.0.0.1:1')], 'c', access).found,
    /is at https:\/\/127\.0\.0\.1:1,/,
  );
  t.is(judgeKubeconfig([file('kind-c', access.server, 'another'), file('kind-c')], 'c', access).status, 'failed');
});
