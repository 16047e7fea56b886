import { apiServerPort, specPath } from '../../cluster/names.js';
import { documentOf, kubeadmDocuments, renderDocuments } from '../../kubernetes/kubeadm-config.js';
import type { JsonObject, TypedDocument } from '../../kubernetes/patches.js';
import { createControlPlaneFiles } from '../../kubernetes/pki/index.js';
import { type BootedNode, type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';

export const kubeadmConfigPath = '/kind/kubeadm.conf';

/**
 * What needs a serving API; `installAddons` does it later. That goes for the controller manager and the scheduler too: before the
 * API has made their roles they only take time from it, and after a refusal they do not ask again for 2 to 4 s.
 * Our own files make the finishing of the kubelet needless.
 */
const laterPhases = [
  'control-plane/controller-manager',
  'control-plane/scheduler',
  'wait-control-plane',
  'upload-config',
  'upload-certs',
  'mark-control-plane',
  'bootstrap-token',
  'kubelet-finalize',
  'addon',
  'show-join-command',
];

export function startControlPlane(started: Step<CreateContext>, pkiMade: Step<CreateContext>): Step<CreateContext> {
  return {
    title: 'Start the control plane',
    needs: [pkiMade, started],
    async run(context, signal) {
      const booted = context.booted(context.controlPlane);
      const documents = documentsOf(context, booted);
      context.documents.value = documents;
      await booted.node.writeFiles(
        [
          ...(await pkiFiles(context, booted, documents)),
          ...context.inputs.cni.nodeFiles(context.cniNode(booted.config), [], context),
          { path: kubeadmConfigPath, content: renderDocuments(documents), mode: 0o600 },
          { path: specPath, content: JSON.stringify(context.spec), mode: 0o600 },
        ],
        signal,
      );
      await run(booted.node, kubeadmInit(documents, laterPhases), signal);
    },
  };
}

/** kubeadm's command without the phases named here and those that the user's config skips. */
export function kubeadmInit(documents: readonly TypedDocument[], skipped: readonly string[]): string[] {
  const skippedByUser = documentOf(documents, 'InitConfiguration').skipPhases as string[] | undefined;
  const skip = [...new Set([...(skippedByUser ?? []), ...skipped])].join(',');
  return ['kubeadm', 'init', `--config=${kubeadmConfigPath}`, '--skip-token-print', `--skip-phases=${skip}`];
}

export function documentsOf(context: CreateContext, booted: BootedNode): TypedDocument[] {
  return kubeadmDocuments({
    spec: context.spec,
    node: booted.config,
    kubernetesVersion: booted.kubernetesVersion,
    addresses: booted.addresses,
    provider: context.inputs.provider.name,
    controlPlaneEndpoint: controlPlaneEndpoint(context),
  });
}

export function controlPlaneEndpoint({ controlPlane }: CreateContext): string {
  return `${controlPlane.name}:${apiServerPort}`;
}

function pkiFiles(context: CreateContext, { config, addresses }: BootedNode, documents: readonly TypedDocument[]) {
  const cluster = documentOf(documents, 'ClusterConfiguration') as ClusterConfiguration;
  const init = documentOf(documents, 'InitConfiguration') as InitConfiguration;
  const endpoint = init.localAPIEndpoint;
  return createControlPlaneFiles(context.pki.value, {
    nodeName: config.name,
    clusterName: cluster.clusterName ?? context.spec.name,
    controlPlaneEndpoint: cluster.controlPlaneEndpoint ?? controlPlaneEndpoint(context),
    advertiseAddress: endpoint?.advertiseAddress ?? addresses[0],
    localApiEndpoint: `${hostInUrl(endpoint?.advertiseAddress ?? addresses[0] ?? '')}:${endpoint?.bindPort ?? apiServerPort}`,
    serviceSubnets: (cluster.networking?.serviceSubnet ?? context.spec.networking.serviceSubnet).split(','),
    dnsDomain: cluster.networking?.dnsDomain,
    certSANs: cluster.apiServer?.certSANs,
    etcdCertSANs: [...(cluster.etcd?.local?.serverCertSANs ?? []), ...(cluster.etcd?.local?.peerCertSANs ?? [])],
  });
}

export function hostInUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** The parts of kubeadm's documents that a user's patch may change and that certificates depend on. */
interface ClusterConfiguration extends TypedDocument {
  clusterName?: string;
  controlPlaneEndpoint?: string;
  networking?: { serviceSubnet?: string; dnsDomain?: string };
  apiServer?: { certSANs?: string[] } & JsonObject;
  etcd?: { local?: { serverCertSANs?: string[]; peerCertSANs?: string[] } };
}

interface InitConfiguration extends TypedDocument {
  localAPIEndpoint?: { advertiseAddress?: string; bindPort?: number };
}
