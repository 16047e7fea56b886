import { setTimeout as sleep } from 'node:timers/promises';
import type { Check, ClusterSubject, Finding } from '../../contracts/index.js';
import { messageOf } from '../../errors/index.js';
import { failed, ok } from '../finding.js';
import { isReady, listObjects, type Pod } from './kubernetes.js';

const patienceMs = 10_000;
const startPatienceMs = 10_000;
const pauseMs = 500;

export const apiServer: Check<ClusterSubject> = {
  code: 'CLUSTER_API',
  title: 'API server',
  async run({ api, name }, signal) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    try {
      await (await api).request('GET', '/readyz', undefined, { signal: limited });
      return ok('it answers, and calls itself ready');
    } catch (error) {
      return failed({
        found: limited.aborted ? `no answer within ${patienceMs / 1000} s` : messageOf(error),
        why: 'kubectl, the kubelets and everything in the cluster work through it.',
        cure: `Look at its log: docker exec ${name}-control-plane sh -c 'tail -n 50 /var/log/pods/kube-system_kube-apiserver-*/*/*.log'`,
      });
    }
  },
};

const components = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

export const controlPlane: Check<ClusterSubject> = {
  code: 'CLUSTER_CONTROL_PLANE',
  title: 'parts of the control plane',
  async run({ api, nodes, name }, signal) {
    const path = '/api/v1/namespaces/kube-system/pods?labelSelector=tier%3Dcontrol-plane';
    const names = nodes.filter(({ role }) => role === 'control-plane').map((node) => node.name);
    const kubernetes = await api;
    const look = async () => judgeControlPlane(await listObjects<Pod>(kubernetes, path, signal), names, name);
    const patience = Date.now() + startPatienceMs;
    let finding = await look();
    // In a cluster that is just up, the kubelet has not asked all of them yet.
    while (finding.status !== 'ok' && Date.now() < patience) {
      await sleep(pauseMs, undefined, { signal });
      finding = await look();
    }
    return finding;
  },
};

export function judgeControlPlane(pods: readonly Pod[], nodes: readonly string[], cluster: string): Finding {
  const expected = nodes.flatMap((node) => components.map((component) => `${component}-${node}`));
  const absent = expected.filter((name) => !pods.some(({ metadata }) => metadata.name === name));
  const unready = pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name);
  if (absent.length + unready.length === 0) return ok(`all ${expected.length} are ready`);
  const found = [...absent.map((name) => `${name} is missing`), ...unready.map((name) => `${name} is not ready`)];
  return failed({
    found: found.join('; '),
    why: 'Without the controller manager and the scheduler nothing new is started; without etcd nothing is kept.',
    cure: `kubectl --context kind-${cluster} -n kube-system logs ${[...unready, ...absent][0]}`,
  });
}
