import { lt } from 'semver';
import { stringify } from 'yaml';
import { apiServerPort } from '../cluster/names.js';
import { yamlOptions } from '../config/yaml-dialect.js';
import type { ClusterSpec, NodeConfig } from '../contracts/cluster-spec.js';
import { withAuditLog } from './audit-log.js';
import { type JsonObject, patchDocuments, type TypedDocument } from './patches.js';

export interface KubeadmInputs {
  readonly spec: ClusterSpec;
  readonly node: NodeConfig;
  /** As in the node image, with its `v`. */
  readonly kubernetesVersion: string;
  /** Addresses of the node, the primary first. */
  readonly addresses: readonly string[];
  readonly provider: string;
  /** Whether nodes run in a user namespace, where some of the machine's settings are out of reach. */
  readonly isRootless?: boolean;
  /** `host:port` at which nodes reach the API server. */
  readonly controlPlaneEndpoint: string;
}

/** The well-known bootstrap token of a cluster that is for development. */
const bootstrapToken = 'abcdef.0123456789abcdef';
const kubeletConfigVersion = 'kubelet.config.k8s.io/v1beta1';
const kubeProxyConfigVersion = 'kubeproxy.config.k8s.io/v1alpha1';

/** kubeadm's configuration documents for one node, after the cluster's patches and then the node's. */
export function kubeadmDocuments(given: KubeadmInputs): TypedDocument[] {
  const inputs = given.isRootless ? { ...given, spec: inUserNamespace(given.spec) } : given;
  const { spec, node } = inputs;
  const generated = [
    clusterConfiguration(inputs),
    initConfiguration(inputs),
    joinConfiguration(inputs),
    kubeletConfiguration(spec),
    ...(spec.networking.kubeProxyMode === 'none' ? [] : [kubeProxyConfiguration(inputs)]),
  ];
  const forCluster = patchDocuments(generated, spec.kubeadmConfigPatches, spec.kubeadmConfigPatchesJSON6902);
  const forNode = patchDocuments(forCluster, node.kubeadmConfigPatches, node.kubeadmConfigPatchesJSON6902);
  return withAuditLog(forNode, spec.audit);
}

function inUserNamespace(spec: ClusterSpec): ClusterSpec {
  return { ...spec, featureGates: { ...spec.featureGates, KubeletInUserNamespace: true } };
}

/**
 * The documents with which a worker prepares its kubelet without asking the API server: the control plane's cluster-wide
 * ones, and the registration from the worker's own JoinConfiguration.
 */
export function workerDocuments(
  controlPlane: readonly TypedDocument[],
  worker: readonly TypedDocument[],
): TypedDocument[] {
  const join = documentOf(worker, 'JoinConfiguration');
  const init: TypedDocument = {
    apiVersion: join.apiVersion,
    kind: 'InitConfiguration',
    nodeRegistration: { taints: [], ...(join.nodeRegistration as JsonObject) },
  };
  return [...sharedDocuments(controlPlane).map(withoutOwnCa), init];
}

/**
 * The documents with which a further control plane starts by itself: the first one's cluster-wide ones, and from its own
 * JoinConfiguration what is its own.
 */
export function furtherControlPlaneDocuments(
  first: readonly TypedDocument[],
  further: readonly TypedDocument[],
): TypedDocument[] {
  const { apiVersion, nodeRegistration, controlPlane, patches } = documentOf(further, 'JoinConfiguration');
  const { localAPIEndpoint } = (controlPlane ?? {}) as JsonObject;
  const init = { apiVersion, kind: 'InitConfiguration', localAPIEndpoint, nodeRegistration, patches };
  return [...sharedDocuments(first), { ...init, skipPhases: ['preflight'] }];
}

function sharedDocuments(documents: readonly TypedDocument[]): TypedDocument[] {
  return documents.filter(({ kind }) => kind !== 'InitConfiguration' && kind !== 'JoinConfiguration');
}

/**
 * kubeadm takes a CA's certificate without its key, which is all that a worker has, for an external CA, and then wants every
 * certificate of a control plane. So it is shown an empty folder; the kubelet still gets the real one.
 */
function withoutOwnCa(document: TypedDocument): TypedDocument {
  if (document.kind === 'ClusterConfiguration') return { ...document, certificatesDir: '/kind/no-ca' };
  if (document.kind !== 'KubeletConfiguration') return document;
  const given = document.authentication as { x509?: object } | undefined;
  return {
    ...document,
    authentication: { ...given, x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt', ...given?.x509 } },
  };
}

export function documentOf(documents: readonly TypedDocument[], kind: string): TypedDocument {
  const found = documents.find((document) => document.kind === kind);
  if (!found) throw new Error(`no ${kind} among kubeadm's documents`);
  return found;
}

export function renderDocuments(documents: readonly TypedDocument[]): string {
  // In kubeadm's YAML `yes` and `010` are not text.
  return documents.map((document) => stringify(document, { ...yamlOptions, lineWidth: 0 })).join('---\n');
}

function kubeadmVersion(kubernetesVersion: string): string {
  return `kubeadm.k8s.io/${lt(kubernetesVersion.replace(/^v/, ''), '1.36.0-0') ? 'v1beta3' : 'v1beta4'}`;
}

/** Arguments in the form of the version: v1beta3 maps them, v1beta4 lists them. */
export function argumentsFor(apiVersion: string, values: Record<string, string>): unknown {
  if (apiVersion.endsWith('v1beta3')) return values;
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function pairs(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
}

/**
 * At its default of 20 requests a second, the controller manager needs 5 s to make its controllers' service accounts, and no pod
 * is made before that.
 */
const controllerManagerArguments = {
  'enable-hostpath-provisioner': 'true',
  'kube-api-qps': '200',
  'kube-api-burst': '400',
};

function clusterConfiguration({ spec, kubernetesVersion, controlPlaneEndpoint }: KubeadmInputs): TypedDocument {
  const apiVersion = kubeadmVersion(kubernetesVersion);
  const { networking, featureGates, runtimeConfig } = spec;
  const isIPv6 = networking.ipFamily === 'ipv6';
  const gates: Record<string, string> =
    Object.keys(featureGates).length > 0 ? { 'feature-gates': pairs(featureGates) } : {};
  const bind = (address: string): Record<string, string> => (isIPv6 ? { 'bind-address': address } : {});
  return {
    apiVersion,
    kind: 'ClusterConfiguration',
    kubernetesVersion,
    clusterName: spec.name,
    controlPlaneEndpoint,
    apiServer: {
      certSANs: ['localhost', ...clientAddresses(networking.apiServerAddress)],
      extraArgs: argumentsFor(apiVersion, { 'runtime-config': pairs(runtimeConfig), ...gates }),
    },
    controllerManager: {
      extraArgs: argumentsFor(apiVersion, { ...controllerManagerArguments, ...gates, ...bind('::') }),
    },
    scheduler: { extraArgs: argumentsFor(apiVersion, { ...gates, ...bind('::1') }) },
    networking: { podSubnet: networking.podSubnet, serviceSubnet: networking.serviceSubnet },
  };
}

/** A kubeconfig names a loopback address for every address, and IPv4's where the engine cannot forward IPv6's. */
function clientAddresses(apiServerAddress: string): string[] {
  if (apiServerAddress === '0.0.0.0' || apiServerAddress === '::1') return [apiServerAddress, '127.0.0.1'];
  return apiServerAddress === '::' ? ['::', '::1', '127.0.0.1'] : [apiServerAddress];
}

function initConfiguration(inputs: KubeadmInputs): TypedDocument {
  const { spec, kubernetesVersion } = inputs;
  return {
    apiVersion: kubeadmVersion(kubernetesVersion),
    kind: 'InitConfiguration',
    bootstrapTokens: [{ token: bootstrapToken }],
    localAPIEndpoint: localApiEndpoint(inputs),
    nodeRegistration: nodeRegistration(inputs),
    skipPhases: ['preflight', ...(spec.networking.kubeProxyMode === 'none' ? ['addon/kube-proxy'] : [])],
  };
}

function joinConfiguration(inputs: KubeadmInputs): TypedDocument {
  return {
    apiVersion: kubeadmVersion(inputs.kubernetesVersion),
    kind: 'JoinConfiguration',
    ...(inputs.node.role === 'control-plane' ? { controlPlane: { localAPIEndpoint: localApiEndpoint(inputs) } } : {}),
    nodeRegistration: nodeRegistration(inputs),
    discovery: {
      bootstrapToken: {
        apiServerEndpoint: inputs.controlPlaneEndpoint,
        token: bootstrapToken,
        unsafeSkipCAVerification: true,
      },
    },
    skipPhases: ['preflight'],
  };
}

function localApiEndpoint({ addresses }: KubeadmInputs): JsonObject {
  return { advertiseAddress: addresses[0], bindPort: apiServerPort };
}

function nodeRegistration({ spec, node, kubernetesVersion, addresses, provider }: KubeadmInputs): JsonObject {
  return {
    criSocket: 'unix:///run/containerd/containerd.sock',
    kubeletExtraArgs: argumentsFor(kubeadmVersion(kubernetesVersion), {
      'node-ip': addresses.join(','),
      'provider-id': `kind://${provider}/${spec.name}/${node.name}`,
      'node-labels': pairs(node.labels),
    }),
  };
}

function kubeletConfiguration({ featureGates, networking }: ClusterSpec): TypedDocument {
  return {
    apiVersion: kubeletConfigVersion,
    kind: 'KubeletConfiguration',
    cgroupDriver: 'systemd',
    cgroupRoot: '/kubelet',
    failSwapOn: false,
    ...(networking.ipFamily === 'ipv6' ? { address: '::', healthzBindAddress: '::' } : {}),
    // The kubelet sees the host's disk; freeing it is not the cluster's business.
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%' },
    ...gatesOf(featureGates),
  };
}

function kubeProxyConfiguration({ spec, isRootless }: KubeadmInputs): TypedDocument {
  const { featureGates, networking } = spec;
  const liberal = networking.kubeProxyMode === 'nftables' ? { tcpBeLiberal: true } : {};
  const untouched = { tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' };
  return {
    apiVersion: kubeProxyConfigVersion,
    kind: 'KubeProxyConfiguration',
    mode: networking.kubeProxyMode,
    ...gatesOf(featureGates),
    iptables: { minSyncPeriod: '1s' },
    // nf_conntrack_max is the host's, not the node's: leave it alone.
    conntrack: { maxPerCore: 0, ...(isRootless ? untouched : liberal) },
  };
}

function gatesOf(featureGates: ClusterSpec['featureGates']): JsonObject {
  return Object.keys(featureGates).length > 0 ? { featureGates } : {};
}
