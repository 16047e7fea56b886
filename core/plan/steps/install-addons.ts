import type { NodeConfig } from '../../contracts/index.js';
import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
import { addonsConfigPath } from './addons-config.js';
import { controlPlaneDocuments, kubeadmInit } from './start-control-plane.js';

const earlierPhases = [
  'kubelet-start',
  'certs',
  'kubeconfig',
  'etcd',
  'control-plane/apiserver',
  'wait-control-plane',
  'upload-certs',
  'kubelet-finalize',
  'show-join-command',
];

/** What is done once for a cluster. */
const clusterPhases = ['upload-config', 'bootstrap-token', 'addon'];

const controlPlaneRole = 'node-role.kubernetes.io/control-plane';

/** kubeadm completes the control plane, uploads its configs, marks the node, allows joining and installs DNS and kube-proxy. */
export function installAddons(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Complete the control plane',
    needs,
    async run(context, signal) {
      const { node } = context.booted(context.controlPlane);
      await run(node, kubeadmInit(context.documents.value, earlierPhases, addonsConfigPath), signal);
      if (context.spec.nodes.length === 1) await letPodsOntoControlPlane(context, signal);
    },
  };
}

/** kubeadm starts the controller manager and the scheduler of a further control plane, and marks the node as one. */
export function completeControlPlane(config: NodeConfig, needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: `Complete control plane ${config.name}`,
    needs,
    async run(context, signal) {
      const skipped = [...earlierPhases, ...clusterPhases];
      const argv = kubeadmInit(controlPlaneDocuments(context, config), skipped);
      await run(context.booted(config).node, argv, signal);
    },
  };
}

/** The only node of a cluster has to run everything, and to be a load balancer's target too. */
async function letPodsOntoControlPlane(context: CreateContext, signal: AbortSignal): Promise<void> {
  const path = `/api/v1/nodes/${context.controlPlane.name}`;
  const api = context.kubernetes.value;
  const node = await api.request<{ spec: { taints?: { key: string }[] } }>('GET', path, undefined, { signal });
  const taints = node.spec.taints?.filter(({ key }) => key !== controlPlaneRole) ?? null;
  const labels = { 'node.kubernetes.io/exclude-from-external-load-balancers': null };
  const contentType = 'application/merge-patch+json';
  await api.request('PATCH', path, { metadata: { labels }, spec: { taints } }, { contentType, signal });
}
