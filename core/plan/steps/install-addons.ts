import type { NodeConfig, NodeFile } from '../../contracts/index.js';
import { renderDocuments } from '../../kubernetes/kubeadm-config.js';
import type { TypedDocument } from '../../kubernetes/patches.js';
import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
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

/** In memory: gone when the node restarts. */
const addonsConfigPath = '/run/kubeadm-addons.conf';
const patchesDir = '/run/kubeadm-patches';

/**
 * A kubelet that has just started waits up to a period before it probes a container first, and CoreDNS would have a period of
 * 10 s. Patches of the user's are left alone.
 */
const dnsPatch = {
  spec: { template: { spec: { containers: [{ name: 'coredns', readinessProbe: { periodSeconds: 1 } }] } } },
};

function dnsFiles(documents: readonly TypedDocument[]): NodeFile[] {
  const patched = documents.map((document) =>
    document.kind === 'InitConfiguration' ? { patches: { directory: patchesDir }, ...document } : document,
  );
  return [
    { path: addonsConfigPath, content: renderDocuments(patched), mode: 0o600 },
    { path: `${patchesDir}/corednsdeployment+strategic.json`, content: JSON.stringify(dnsPatch) },
  ];
}

/** kubeadm completes the control plane, uploads its configs, marks the node, allows joining and installs DNS and kube-proxy. */
export function installAddons(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Complete the control plane',
    needs,
    async run(context, signal) {
      const { node } = context.booted(context.controlPlane);
      const documents = context.documents.value;
      await node.writeFiles(dnsFiles(documents), signal);
      await run(node, kubeadmInit(documents, earlierPhases, addonsConfigPath), signal);
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
