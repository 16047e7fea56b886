import type { KubernetesApi, KubernetesObject } from '../contracts/cluster-access.js';
import type { Events } from '../contracts/events.js';
import { messageOf, waitTimedOut } from '../errors/index.js';

/** Something about a cluster that becomes true, and that can say what is still missing. */
export interface Condition {
  readonly title: string;
  /** The list whose objects decide. */
  readonly path: string;
  /** What is still missing, or undefined when the condition holds. */
  pending(objects: readonly KubernetesObject[]): string | undefined;
}

interface WithStatus extends KubernetesObject {
  readonly status?: {
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

function conditionOf(object: WithStatus, type: string) {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

export function nodesReady(names: readonly string[]): Condition {
  return {
    title: 'every node to be Ready',
    path: '/api/v1/nodes',
    pending(objects) {
      const reasons = names.flatMap((name) => {
        const node = objects.find(({ metadata }) => metadata.name === name);
        if (!node) return [`${name} has not registered`];
        const ready = conditionOf(node, 'Ready');
        return ready?.status === 'True' ? [] : [`${name} is not Ready${ready?.message ? ` (${ready.message})` : ''}`];
      });
      return reasons.length === 0 ? undefined : reasons.join('; ');
    },
  };
}

/** `deployment` is `namespace/name`. */
export function deploymentAvailable(title: string, deployment: string): Condition {
  const [namespace, name] = deployment.split('/');
  return {
    title,
    path: `/apis/apps/v1/namespaces/${namespace}/deployments?fieldSelector=metadata.name%3D${name}`,
    pending([object]) {
      if (!object) return `the deployment ${deployment} does not exist`;
      const available = conditionOf(object, 'Available');
      return available?.status === 'True' ? undefined : (available?.message ?? `${deployment} has no ready pod`);
    },
  };
}

/** `daemonSet` is `namespace/name`; ready on every node that it is for. */
export function daemonSetReady(title: string, daemonSet: string): Condition {
  const [namespace, name] = daemonSet.split('/');
  return {
    title,
    path: `/apis/apps/v1/namespaces/${namespace}/daemonsets?fieldSelector=metadata.name%3D${name}`,
    pending([object]: readonly WithStatus[]) {
      const { desiredNumberScheduled = 0, numberReady = 0 } = object?.status ?? {};
      if (desiredNumberScheduled === 0) return `${daemonSet} has no pods`;
      if (numberReady >= desiredNumberScheduled) return undefined;
      return `${numberReady} of ${desiredNumberScheduled} pods of ${daemonSet} are ready`;
    },
  };
}

export const servicesRouted = daemonSetReady('Services to be routed', 'kube-system/kube-proxy');

export const dnsAvailable = deploymentAvailable('cluster DNS to answer', 'kube-system/coredns');

export interface WaitOptions {
  readonly events: Events;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Watches until the condition holds. Throws WAIT_TIMED_OUT with what was still missing. */
export async function waitFor(api: KubernetesApi, condition: Condition, options: WaitOptions): Promise<void> {
  const timeout = AbortSignal.timeout(Math.min(options.timeoutMs, 2 ** 31 - 1));
  const signal = AbortSignal.any([timeout, options.signal]);
  let reason = 'nothing is known of it yet';
  const report = (pending: string) => {
    if (pending === reason) return;
    reason = pending;
    options.events.emit({ type: 'condition-pending', condition: condition.title, reason });
  };
  while (!signal.aborted) {
    if (await watchOnce(api, condition, signal, report)) return;
  }
  options.signal.throwIfAborted();
  throw waitTimedOut({ condition: condition.title, reason, seconds: Math.round(options.timeoutMs / 1000) });
}

/** One watch to its end; true as soon as the condition holds. */
async function watchOnce(
  api: KubernetesApi,
  condition: Condition,
  signal: AbortSignal,
  report: (pending: string) => void,
): Promise<boolean> {
  const objects = new Map<string, KubernetesObject>();
  try {
    for await (const { type, object } of api.watch<KubernetesObject>(condition.path, signal)) {
      if (type === 'DELETED') objects.delete(object.metadata.name);
      else objects.set(object.metadata.name, object);
      const pending = condition.pending([...objects.values()]);
      if (pending === undefined) return true;
      report(pending);
    }
  } catch (error) {
    if (signal.aborted) return false;
    report(messageOf(error));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
