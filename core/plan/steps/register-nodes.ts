import type { NodeConfig } from '../../contracts/index.js';
import { kubernetesRefused } from '../../errors/index.js';
import { documentOf } from '../../kubernetes/kubeadm-config.js';
import { nodeObject } from '../../kubernetes/node-object.js';
import type { JsonObject } from '../../kubernetes/patches.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { documentsOf } from './start-control-plane.js';

/**
 * Registers every node before its kubelet does, so that the controller manager finds the pod ranges that the nodes use
 * already. A kubelet that was faster has registered without a range: then only the range is added.
 */
export function registerNodes(
  apiReady: Step<CreateContext>,
  started: readonly Step<CreateContext>[],
): Step<CreateContext> {
  return {
    title: 'Register the nodes',
    needs: [apiReady, ...started],
    async run(context, signal) {
      await Promise.all(context.spec.nodes.map(({ name }) => registerNode(context, name, signal)));
    },
  };
}

/**
 * A kubelet that finds its node registered believes what the node says it has until it has said better, which takes it a moment;
 * a static pod that it denies for want of room it never starts.
 */
function roomForStaticPods({ resources }: NodeConfig): object {
  const cpu = String(resources?.cpus ?? 64);
  const memory = String(resources?.memoryBytes ?? '256Gi');
  const room = { cpu, memory, pods: '110' };
  return { capacity: room, allocatable: room };
}

async function registerNode(context: CreateContext, name: string, signal: AbortSignal): Promise<void> {
  const booted = context.booted({ name });
  const isControlPlane = booted.config.role === 'control-plane';
  const kind = name === context.controlPlane.name ? 'InitConfiguration' : 'JoinConfiguration';
  const given = documentOf(documentsOf(context, booted), kind).nodeRegistration as JsonObject | undefined;
  const registration = isControlPlane ? { taints: controlPlaneTaints(context), ...given } : given;
  const { podCidrs } = context.cniNode({ name });
  const node = nodeObject(name, registration, podCidrs, booted.arch);
  const object = isControlPlane ? { ...node, status: roomForStaticPods(booted.config) } : node;
  const api = context.kubernetes.value;
  try {
    await api.request('POST', '/api/v1/nodes', object, { signal });
  } catch (error) {
    if (!kubernetesRefused.is(error) || (error.details as { status: number }).status !== 409) throw error;
    const contentType = 'application/strategic-merge-patch+json';
    const spec = { podCIDR: podCidrs[0], podCIDRs: podCidrs };
    await api.request('PATCH', `/api/v1/nodes/${name}`, { spec }, { contentType, signal });
  }
}

/** kubeadm marks the control plane only after its add-ons; by then other pods could run there. */
function controlPlaneTaints({ spec }: CreateContext): object[] {
  const isAlone = spec.nodes.length === 1;
  return isAlone ? [] : [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
}
