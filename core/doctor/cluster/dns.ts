import { randomInt } from 'node:crypto';
import type { Check, ClusterSubject, KubernetesApi, KubernetesObject, Node } from '../../contracts/index.js';
import { failed, ok } from '../finding.js';
import { dnsQuery, isDnsAnswer } from './dns-message.js';

/** Sends standard input to port 53 of $0 and prints the answer in hexadecimal, or nothing. */
const ask = 'exec 3<>"/dev/udp/$0/53" && cat >&3 && timeout 3 dd bs=512 count=1 <&3 2>/dev/null | od -An -v -tx1';

export const dns: Check<ClusterSubject> = {
  code: 'CLUSTER_DNS',
  title: 'DNS of the cluster',
  async run({ api, nodes, name }, signal) {
    const kubernetes = await api;
    const address = await serviceAddress(kubernetes, signal);
    const host = `kubernetes.default.svc.${await domainOf(kubernetes, signal)}`;
    const askers = nodes.filter(({ running, role }) => running && role !== 'external-load-balancer');
    const answers = await Promise.all(askers.map((node) => answersFrom(node, address, host, signal)));
    const silent = askers.filter((_, index) => !answers[index]).map((node) => node.name);
    if (silent.length === 0) return ok(`${address} answers on all ${askers.length} running nodes`);
    const replicas = await coreDnsReplicas(kubernetes, signal);
    return failed({
      found: `${address} does not answer on ${silent.join(', ')}; ${replicas.available} of ${replicas.wanted} pods of CoreDNS are available`,
      why: 'Pods find Services, and names outside of the cluster, through it.',
      cure:
        replicas.wanted === 0
          ? `kubectl --context kind-${name} -n kube-system scale deployment coredns --replicas=2`
          : `kubectl --context kind-${name} -n kube-system get pods -o wide; kubectl --context kind-${name} -n kube-system logs -l k8s-app=kube-dns`,
    });
  },
};

async function answersFrom(node: Node, address: string, name: string, signal: AbortSignal): Promise<boolean> {
  const id = randomInt(2 ** 16);
  const { stdout } = await node.exec(['bash', '-c', ask, address], { stdin: dnsQuery(id, name), signal });
  return isDnsAnswer(id, Buffer.from(stdout.replaceAll(/\s/g, ''), 'hex'));
}

async function serviceAddress(api: KubernetesApi, signal: AbortSignal): Promise<string> {
  type Service = KubernetesObject & { spec: { clusterIP: string } };
  const path = '/api/v1/namespaces/kube-system/services/kube-dns';
  return (await api.request<Service>('GET', path, undefined, { signal })).spec.clusterIP;
}

async function domainOf(api: KubernetesApi, signal: AbortSignal): Promise<string> {
  type Settings = KubernetesObject & { data?: { ClusterConfiguration?: string } };
  const path = '/api/v1/namespaces/kube-system/configmaps/kubeadm-config';
  const { data } = await api.request<Settings>('GET', path, undefined, { signal });
  return /^\s*dnsDomain: (\S+)$/m.exec(data?.ClusterConfiguration ?? '')?.[1] ?? 'cluster.local';
}

async function coreDnsReplicas(
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<{ wanted: number; available: number }> {
  type Deployment = KubernetesObject & { spec: { replicas: number }; status: { availableReplicas?: number } };
  const path = '/apis/apps/v1/namespaces/kube-system/deployments/coredns';
  const { spec, status } = await api.request<Deployment>('GET', path, undefined, { signal });
  return { wanted: spec.replicas, available: status.availableReplicas ?? 0 };
}
