import {
  type Condition,
  deploymentAvailable,
  dnsAvailable,
  nodesReady,
  servicesRouted,
  waitFor,
} from '../../kubernetes/conditions.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

/** Usable means: every node Ready, Services reachable, DNS answering, claims binding. */
export function waitUntilUsable(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Wait until the cluster is usable',
    needs,
    async run(context, signal) {
      const { cni, events, waitMs } = context.inputs;
      if (cni.isLeftToUser) {
        const message = 'Not waiting: nodes become Ready only when a network was installed.';
        events.emit({ type: 'warning', message, hint: 'Apply the manifest of a CNI to the cluster.' });
        return;
      }
      const options = { events, timeoutMs: waitMs, signal };
      await Promise.all(
        conditionsOf(context).map((condition) => waitFor(context.kubernetes.value, condition, options)),
      );
    },
  };
}

function conditionsOf({ spec, inputs, documents }: CreateContext): Condition[] {
  const skipped = documents.value.flatMap(({ skipPhases }) => (skipPhases as string[] | undefined) ?? []);
  const has = (phase: string) => !skipped.some((name) => name === 'addon' || name === phase);
  const hasProxy = spec.networking.kubeProxyMode !== 'none' && has('addon/kube-proxy');
  return [
    nodesReady(spec.nodes.map(({ name }) => name)),
    ...(hasProxy ? [servicesRouted] : []),
    ...(has('addon/coredns') ? [dnsAvailable] : []),
    ...inputs.storage.deployments.map((deployment) => deploymentAvailable('storage to be provided', deployment)),
  ];
}
