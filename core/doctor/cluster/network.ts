import type { Check, ClusterSubject, Finding, Node } from '../../contracts/index.js';
import { daemonSetReady } from '../../kubernetes/conditions.js';
import { failed, ok } from '../finding.js';
import { listObjects, type Pod, pendingOf } from './kubernetes.js';

export const services: Check<ClusterSubject> = {
  code: 'CLUSTER_SERVICES',
  title: 'routing of Services',
  async run({ api, name }, signal) {
    const condition = daemonSetReady('Services to be routed', 'kube-system/kube-proxy');
    const kubernetes = await api;
    if ((await listObjects(kubernetes, condition.path, signal)).length === 0) return ok('kube-proxy is not installed');
    const pending = await pendingOf(kubernetes, condition, signal);
    if (pending === undefined) return ok('kube-proxy is ready on every node');
    return failed({
      found: pending,
      why: 'On a node without it the addresses of Services lead nowhere.',
      cure: `kubectl --context kind-${name} -n kube-system logs -l k8s-app=kube-proxy`,
    });
  },
};

/**
 * Connects to a closed port of every address, from a pod's network where the node has a pod, else from the node's own.
 * A refusal comes from the pod itself: it is reached. Prints `address yes` or `address no`.
 */
const reach = `network=
for file in /run/netns/cni-*; do
  if ip -n "\${file##*/}" address show eth0 >/dev/null 2>&1; then network=$file; break; fi
done
for address; do
  {
    answer=$(\${network:+nsenter --net="$network"} timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/9"' "$address" 2>&1) &&
      echo "$address yes" || { [[ $answer == *refused* ]] && echo "$address yes" || echo "$address no"; }
  } &
done
wait`;

export const podNetwork: Check<ClusterSubject> = {
  code: 'CLUSTER_NETWORK',
  title: 'network between pods',
  async run({ api, nodes }, signal) {
    const running = nodes.filter(({ running, role }) => running && role !== 'external-load-balancer');
    const pods = await listObjects<Pod>(await api, '/api/v1/pods?fieldSelector=status.phase%3DRunning', signal);
    const targets = targetsOf(
      pods,
      running.map(({ name }) => name),
    );
    const tried = await Promise.all(running.map((node) => tryAll(node, targets, signal)));
    return judgeReach(tried.flat(), targets.size, running.length);
  },
};

/** The address of one pod for each node that has any; the system's own first, since no policy keeps us from them. */
export function targetsOf(pods: readonly Pod[], nodes: readonly string[]): ReadonlyMap<string, string> {
  const usable = pods.filter(({ spec, status }) => !spec.hostNetwork && status.podIP);
  const bySystem = [...usable].sort((a, b) => Number(isSystem(b)) - Number(isSystem(a)));
  return new Map(
    nodes.flatMap((node) => {
      const address = bySystem.find(({ spec }) => spec.nodeName === node)?.status.podIP;
      return address === undefined ? [] : [[node, address] as const];
    }),
  );
}

const isSystem = ({ metadata }: Pod): boolean => metadata.namespace === 'kube-system';

export interface Trial {
  readonly from: string;
  readonly to: string;
  readonly isReached: boolean;
}

async function tryAll(node: Node, targets: ReadonlyMap<string, string>, signal: AbortSignal): Promise<Trial[]> {
  const others = [...targets].filter(([name]) => name !== node.name);
  if (others.length === 0) return [];
  const argv = ['bash', '-c', reach, 'bash', ...others.map(([, address]) => address)];
  const { stdout } = await node.exec(argv, { signal });
  return others.map(([to, address]) => ({ from: node.name, to, isReached: stdout.includes(`${address} yes\n`) }));
}

export function judgeReach(trials: readonly Trial[], nodesWithPods: number, nodes: number): Finding {
  if (nodes < 2) return ok('there is one running node, so there is nothing to cross');
  if (trials.length === 0) throw new Error('there are no pods to reach on another node');
  const broken = trials.filter(({ isReached }) => !isReached);
  if (broken.length === 0) return ok(`pods on ${nodesWithPods} of ${nodes} running nodes are reached from all others`);
  return failed({
    found: broken.map(({ from, to }) => `from ${from}, pods on ${to} are not reached`).join('; '),
    why: 'Pods and Services of one node do not answer those of another.',
    cure: 'Look at the routes: docker exec NODE ip route; a firewall of the host that drops what crosses its bridges does the same (docs/known-issues.md).',
  });
}
