import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi, KubernetesObject } from '../core/contracts/index.js';
import { createEventBus } from '../core/events/event-bus.js';
import { createKubernetesApi } from '../core/kubernetes/api.js';
import {
  type Condition,
  deploymentAvailable,
  dnsAvailable,
  nodesReady,
  waitFor,
} from '../core/kubernetes/conditions.js';
import { readKubeconfigCredentials } from '../core/kubernetes/kubeconfig/index.js';
import { runProgram } from './program.js';

/** Milliseconds from `startedAt` until each was seen from outside, with nothing but the kubeconfig. */
export interface Milestones {
  readonly kubeconfig: number;
  readonly ready: number;
  readonly storage: number;
  /** CoreDNS is available and has answered a pod. */
  readonly dns: number;
  readonly pod: number;
}

export interface Watched {
  readonly kubeconfig: string;
  readonly nodes: readonly string[];
  readonly startedAt: number;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const pauseMs = 50;
const timeoutMs = 300_000;
const pod = 'first';
const storage = 'local-path-storage/local-path-provisioner';
/** A query that was lost must not hold up the next one. */
const askDns = `while [ ! -e /tmp/answered ]; do
  (nslookup kubernetes.default.svc.cluster.local >/dev/null 2>&1 && touch /tmp/answered) & sleep 0.1
done`;

/** Watches a cluster come up, and starts the first pod in it as soon as the API accepts one. */
export async function watchCluster(watched: Watched): Promise<Milestones> {
  const { kubeconfig, nodes, startedAt, signal } = watched;
  const elapsed = () => performance.now() - startedAt;
  const api = await openApi(kubeconfig, signal);
  const written = elapsed();
  const until = async (condition: Condition) => {
    await waitFor(api, condition, { events: createEventBus(), timeoutMs, signal });
    return elapsed();
  };
  const podRuns = createPod(api, signal).then(() => until(podRunning));
  const answered = podRuns.then(() => dnsAnswers(watched)).then(elapsed);
  try {
    const [ready, stored, available, ran, answer] = await Promise.all([
      until(nodesReady(nodes)),
      until(deploymentAvailable('storage', storage)),
      until(dnsAvailable),
      podRuns,
      answered,
    ]);
    return { kubeconfig: written, ready, storage: stored, dns: Math.max(available, answer), pod: ran };
  } finally {
    api.close();
  }
}

/** Waits for the kubeconfig, which may be seen half written. */
async function openApi(kubeconfig: string, signal: AbortSignal): Promise<KubernetesApi> {
  while (true) {
    try {
      const { server, ca, cert, key } = readKubeconfigCredentials(readFileSync(kubeconfig, 'utf8'));
      const { hostname: host, port } = new URL(server);
      const open = async () => connect({ host, port: Number(port) });
      return createKubernetesApi({ ca, cert, key, serverName: 'localhost', connect: open });
    } catch {
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

const podRunning: Condition = {
  title: 'the first pod to run',
  path: `/api/v1/namespaces/default/pods?fieldSelector=metadata.name%3D${pod}`,
  pending: ([object]) => ((object as PodObject)?.status?.phase === 'Running' ? undefined : 'it does not run yet'),
};

type PodObject = (KubernetesObject & { status?: { phase?: string } }) | undefined;

/** Refused until the controller manager has made the namespace's service account. */
async function createPod(api: KubernetesApi, signal: AbortSignal): Promise<void> {
  const container = {
    name: pod,
    image: 'localhost/kind-ts/busybox:1',
    imagePullPolicy: 'IfNotPresent',
    command: ['sleep', '3600'],
  };
  const spec = { containers: [container], terminationGracePeriodSeconds: 0 };
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod }, spec };
  while (true) {
    try {
      await api.request('POST', '/api/v1/namespaces/default/pods', object, { signal });
      return;
    } catch {
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

async function dnsAnswers({ kubeconfig, env, signal }: Watched): Promise<void> {
  const argv = ['kubectl', `--kubeconfig=${kubeconfig}`, 'exec', pod, '--', 'sh', '-c', askDns];
  await runProgram({ argv, env, signal });
}
