import { resolve } from 'node:path';
import type { ClusterSpec, MountSpec, Networking, NodeConfig, PluginChoice, PortSpec } from '../contracts/index.js';
import { toHostSettings, toResources } from './cluster-settings.js';
import { nodeNamer } from './node-names.js';
import type { ConfigShape, NetworkingShape, NodeShape } from './shape.js';

/** What the command line decides over the config. */
export interface Choices {
  readonly name: string;
  readonly image?: string | undefined;
  readonly provider?: string | undefined;
}

/** Fills in every default; empty text and 0 count as unset, as upstream has it. */
export function toClusterSpec(config: ConfigShape, choices: Choices, baseDir: string): ClusterSpec {
  const networking = toNetworking(config.networking ?? {});
  const nameNode = nodeNamer(choices.name);
  const nodes: readonly NodeShape[] = config.nodes?.length ? config.nodes : [{}];
  return {
    name: choices.name,
    nodes: nodes.map((node) =>
      toNode(node, nameNode(node.role ?? 'control-plane'), choices.image, networking.ipFamily, baseDir),
    ),
    networking,
    featureGates: config.featureGates ?? {},
    runtimeConfig: config.runtimeConfig ?? {},
    ...toKubeadmPatches(config),
    containerdConfigPatches: config.containerdConfigPatches ?? [],
    containerdConfigPatchesJSON6902: config.containerdConfigPatchesJSON6902 ?? [],
    ...toProvider(config.provider, choices.provider),
    cni: toCni(config, baseDir),
    storage: toChoice(config.storage, 'local-path', baseDir),
    imageLoader: toChoice(config.imageLoader, 'delta', baseDir),
    ...toHostSettings(config, baseDir),
    plugins: config.plugins ?? [],
    baseDir,
  };
}

/** Ranges that differ by address family, and are upstream's. */
function toNetworking(shape: NetworkingShape): Networking {
  const ipFamily = shape.ipFamily ?? 'ipv4';
  const pick = (ipv4: string, ipv6: string) => ({ ipv4, ipv6, dual: `${ipv4},${ipv6}` })[ipFamily];
  return {
    ipFamily,
    apiServerPort: toHostPort(shape.apiServerPort),
    apiServerAddress: shape.apiServerAddress || (ipFamily === 'ipv6' ? '::1' : '127.0.0.1'),
    podSubnet: shape.podSubnet || pick('10.244.0.0/16', 'fd00:10:244::/56'),
    serviceSubnet: shape.serviceSubnet || pick('10.96.0.0/16', 'fd00:10:96::/112'),
    kubeProxyMode: shape.kubeProxyMode ?? 'iptables',
    ...(shape.dnsSearch === undefined ? {} : { dnsSearch: shape.dnsSearch }),
  };
}

/** Upstream's -1 leaves the choice to the engine, its 0 to itself; here both are the provider's. */
function toHostPort(port: number | undefined): number {
  return port === undefined || port === -1 ? 0 : port;
}

function toNode(
  node: NodeShape,
  name: string,
  image: string | undefined,
  ipFamily: Networking['ipFamily'],
  baseDir: string,
): NodeConfig {
  const nodeImage = image || node.image;
  return {
    name,
    role: node.role ?? 'control-plane',
    ...(nodeImage ? { image: nodeImage } : {}),
    labels: node.labels ?? {},
    mounts: (node.extraMounts ?? []).map((mount) => toMount(mount, baseDir)),
    ports: (node.extraPortMappings ?? []).map((port) => toPort(port, ipFamily)),
    ...toResources(node.resources),
    ...toKubeadmPatches(node),
  };
}

function toMount(mount: NonNullable<NodeShape['extraMounts']>[number], baseDir: string): MountSpec {
  return {
    hostPath: resolve(baseDir, mount.hostPath),
    containerPath: mount.containerPath,
    readOnly: mount.readOnly ?? false,
    selinuxRelabel: mount.selinuxRelabel ?? false,
    propagation: mount.propagation ?? 'None',
  };
}

function toPort(port: NonNullable<NodeShape['extraPortMappings']>[number], ipFamily: Networking['ipFamily']): PortSpec {
  return {
    containerPort: port.containerPort,
    hostPort: toHostPort(port.hostPort),
    listenAddress: port.listenAddress || (ipFamily === 'ipv6' ? '::' : '0.0.0.0'),
    protocol: port.protocol ?? 'TCP',
  };
}

function toKubeadmPatches(
  from: Pick<NodeShape, 'kubeadmConfigPatches' | 'kubeadmConfigPatchesJSON6902'>,
): Pick<NodeConfig, 'kubeadmConfigPatches' | 'kubeadmConfigPatchesJSON6902'> {
  return {
    kubeadmConfigPatches: from.kubeadmConfigPatches ?? [],
    kubeadmConfigPatchesJSON6902: (from.kubeadmConfigPatchesJSON6902 ?? []).map(({ group, version, ...rest }) => ({
      group: group ?? '',
      version: version ?? '',
      ...rest,
    })),
  };
}

/** Options in the config go with the provider that it names, not with another. */
function toProvider(config: ConfigShape['provider'], override: string | undefined): Pick<ClusterSpec, 'provider'> {
  const choice = config ? toChoice(config, '', '') : undefined;
  if (!override) return choice === undefined ? {} : { provider: choice };
  const sameName = choice !== undefined && 'name' in choice && choice.name === override;
  return { provider: sameName ? choice : { name: override, options: {} } };
}

function toCni({ cni, networking }: ConfigShape, baseDir: string): PluginChoice {
  return networking?.disableDefaultCNI ? { name: 'none', options: {} } : toChoice(cni, 'bundled', baseDir);
}

type WrittenChoice = ConfigShape['cni'] | ConfigShape['provider'];

function toChoice(choice: WrittenChoice, fallback: string, baseDir: string): PluginChoice {
  if (!choice) return { name: fallback, options: {} };
  if (typeof choice === 'string') return { name: choice, options: {} };
  if ('manifest' in choice && choice.manifest) return { manifest: resolve(baseDir, choice.manifest) };
  return { name: choice.name || fallback, options: choice.options ?? {} };
}
