import test from 'ava';
import { withAuditLog } from '../../../core/kubernetes/audit-log.js';
import type { TypedDocument } from '../../../core/kubernetes/patches.js';

const audit = { maxAgeDays: 7, maxBackups: 2, maxSizeMB: 5 };
const logging = {
  'audit-policy-file': '/etc/kubernetes/audit/policy.yaml',
  'audit-log-path': '/var/log/kubernetes/audit.log',
  'audit-log-maxage': '7',
  'audit-log-maxbackup': '2',
  'audit-log-maxsize': '5',
};

const cluster = (version: string, apiServer?: object): TypedDocument => ({
  apiVersion: `kubeadm.k8s.io/${version}`,
  kind: 'ClusterConfiguration',
  apiServer,
});

interface ApiServer {
  readonly extraArgs: unknown;
  readonly extraVolumes: readonly { readonly name: string; readonly hostPath: string }[];
}

const apiServerOf = (document: TypedDocument): ApiServer =>
  withAuditLog([document], audit)[0]?.apiServer as unknown as ApiServer;

test('arguments are a mapping in v1beta3 and a list in v1beta4', (t) => {
  t.deepEqual(apiServerOf(cluster('v1beta3', { extraArgs: { v: '2' } })).extraArgs, { ...logging, v: '2' });
  t.deepEqual(apiServerOf(cluster('v1beta4', { extraArgs: [{ name: 'v', value: '2' }] })).extraArgs, [
    { name: 'v', value: '2' },
    ...Object.entries(logging).map(([name, value]) => ({ name, value })),
  ]);
});

test('the policy and the log’s folder are mounted beside the user’s volumes', (t) => {
  const mine = { name: 'mine', hostPath: '/a', mountPath: '/a' };
  const { extraVolumes } = apiServerOf(cluster('v1beta4', { extraVolumes: [mine] }));
  t.deepEqual(
    extraVolumes.map(({ hostPath }) => hostPath),
    ['/a', '/etc/kubernetes/audit/policy.yaml', '/var/log/kubernetes'],
  );
});

test('what a patch has set of the audit log stays', (t) => {
  const own = { 'audit-log-path': '-' };
  t.like(apiServerOf(cluster('v1beta3', { extraArgs: own })).extraArgs, own);
  const { extraArgs } = apiServerOf(cluster('v1beta4', { extraArgs: [{ name: 'audit-log-path', value: '-' }] }));
  t.is((extraArgs as { name: string }[]).filter(({ name }) => name === 'audit-log-path').length, 1);
});

test('without an audit log, and of other documents, nothing changes', (t) => {
  const kubelet = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };
  t.deepEqual(withAuditLog([cluster('v1beta4'), kubelet], undefined), [cluster('v1beta4'), kubelet]);
  t.deepEqual(withAuditLog([kubelet], audit), [kubelet]);
});
