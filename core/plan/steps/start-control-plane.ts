import { hostInUrl } from '../../cluster/host-in-url.js';
import { apiServerPort, controlPlaneEndpoint, specPath } from '../../cluster/names.js';
import type { NodeConfig } from '../../contracts/index.js';
import { withEtcdMembers } from '../../kubernetes/etcd-cluster.js';
import {
  documentOf,
  furtherControlPlaneDocuments,
  kubeadmDocuments,
  renderDocuments,
} from '../../kubernetes/kubeadm-config.js';
import type { JsonObject, TypedDocument } from '../../kubernetes/patches.js';
import { createControlPlaneFiles } from '../../kubernetes/pki/index.js';
import { type BootedNode, type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
import { addonsFiles } from './addons-config.js';

export const kubeadmConfigPath = '/kind/kubeadm.conf';
/** In memory: gone when the node restarts. */
const startConfigPath = '/run/kubeadm-start.conf';
/** `kubeadm join` leaves none. */
const superAdminPath = '/etc/kubernetes/super-admin.conf';

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

/** What a control plane that joins others has already, as files of ours. */
const donePhases = ['certs', 'kubeconfig'];

/** Starts one control plane. Several of them start as one etcd cluster, so all have to be there. */
export function startControlPlane(
  config: NodeConfig,
  isFirst: boolean,
  needs: readonly Step<CreateContext>[],
): Step<CreateContext> {
  return {
    title: isFirst ? 'Start the control plane' : `Start control plane ${config.name}`,
    needs,
    async run(context, signal) {
      const booted = context.booted(config);
      const documents = controlPlaneDocuments(context, config);
      if (isFirst) context.documents.value = documents;
      const start = startDocuments(context, config, documents);
      await booted.node.writeFiles(
        [
          ...(await pkiFiles(context, booted, documents)).filter(({ path }) => isFirst || path !== superAdminPath),
          ...context.inputs.cni.nodeFiles(context.cniNode(config), [], context),
          { path: startConfigPath, content: renderDocuments(start), mode: 0o600 },
          { path: kubeadmConfigPath, content: renderDocuments(documents), mode: 0o600 },
          ...(isFirst ? addonsFiles(documents) : []),
          { path: specPath, content: JSON.stringify(context.spec), mode: 0o600 },
        ],
        signal,
      );
      const skipped = isFirst ? laterPhases : [...laterPhases, ...donePhases];
      await run(booted.node, kubeadmInit(documents, skipped, startConfigPath), signal);
    },
  };
}

/** What is true only until etcd has started never reaches the configuration that the cluster keeps. */
function startDocuments({ controlPlanes }: CreateContext, { name }: NodeConfig, documents: readonly TypedDocument[]) {
  const members = controlPlanes.map((member) => member.name);
  return members.length === 1 ? documents : withEtcdMembers(documents, name, members);
}

/** kubeadm's command without the phases named here and those that the user's config skips. */
export function kubeadmInit(
  documents: readonly TypedDocument[],
  skipped: readonly string[],
  configPath = kubeadmConfigPath,
): string[] {
  const skippedByUser = documentOf(documents, 'InitConfiguration').skipPhases as string[] | undefined;
  const skip = [...new Set([...(skippedByUser ?? []), ...skipped])].join(',');
  return ['kubeadm', 'init', `--config=${configPath}`, '--skip-token-print', `--skip-phases=${skip}`];
}

/** What kubeadm is told of a control plane; of a further one, what its JoinConfiguration says in the terms of the first. */
export function controlPlaneDocuments(context: CreateContext, config: NodeConfig): TypedDocument[] {
  const first = documentsOf(context, context.booted(context.controlPlane));
  if (config.name === context.controlPlane.name) return first;
  return furtherControlPlaneDocuments(first, documentsOf(context, context.booted(config)));
}

export function documentsOf(context: CreateContext, booted: BootedNode): TypedDocument[] {
  return kubeadmDocuments({
    spec: context.spec,
    node: booted.config,
    kubernetesVersion: booted.kubernetesVersion,
    addresses: booted.addresses,
    provider: context.inputs.provider.name,
    isRootless: context.engine.value.isRootless,
    controlPlaneEndpoint: controlPlaneEndpoint(context.spec),
  });
}

function pkiFiles(context: CreateContext, { config, addresses }: BootedNode, documents: readonly TypedDocument[]) {
  const cluster = documentOf(documents, 'ClusterConfiguration') as ClusterConfiguration;
  const init = documentOf(documents, 'InitConfiguration') as InitConfiguration;
  const endpoint = init.localAPIEndpoint;
  return createControlPlaneFiles(context.pki.value, {
    nodeName: config.name,
    clusterName: cluster.clusterName ?? context.spec.name,
    controlPlaneEndpoint: cluster.controlPlaneEndpoint ?? controlPlaneEndpoint(context.spec),
    advertiseAddress: endpoint?.advertiseAddress ?? addresses[0],
    localApiEndpoint: `${hostInUrl(endpoint?.advertiseAddress ?? addresses[0] ?? '')}:${endpoint?.bindPort ?? apiServerPort}`,
    serviceSubnets: (cluster.networking?.serviceSubnet ?? context.spec.networking.serviceSubnet).split(','),
    dnsDomain: cluster.networking?.dnsDomain,
    certSANs: cluster.apiServer?.certSANs,
    etcdCertSANs: [...(cluster.etcd?.local?.serverCertSANs ?? []), ...(cluster.etcd?.local?.peerCertSANs ?? [])],
  });
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
