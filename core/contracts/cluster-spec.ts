import type { NodeRole } from './node.js';
import type { MountSpec, NodeResources, PortSpec } from './provider.js';

/** What a cluster shall be: a config with every default filled in and every name given. */
export interface ClusterSpec {
  readonly name: string;
  /** At least one control plane; names are unique. */
  readonly nodes: readonly NodeConfig[];
  readonly networking: Networking;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly runtimeConfig: Readonly<Record<string, string>>;
  /** YAML documents, as they stand in the config. */
  readonly kubeadmConfigPatches: readonly string[];
  readonly kubeadmConfigPatchesJSON6902: readonly Json6902Patch[];
  /** TOML documents. */
  readonly containerdConfigPatches: readonly string[];
  /** JSON or YAML lists of RFC 6902 operations. */
  readonly containerdConfigPatchesJSON6902: readonly string[];
  /** Undefined when the config leaves the choice open. */
  readonly provider?: PluginChoice;
  readonly cni: PluginChoice;
  readonly storage: PluginChoice;
  readonly imageLoader: PluginChoice;
  /** Undefined: the API server keeps no audit log. */
  readonly audit?: AuditSpec;
  /** Absolute paths of PEM files of the host, whose certificates every node trusts. */
  readonly caCertificates: readonly string[];
  /** Undefined: the nodes get no credentials of the host. */
  readonly registryCredentials?: RegistryCredentialsSpec;
  /** Third-party packages or files, as named in the config. */
  readonly plugins: readonly string[];
  /** The folder from which relative paths were resolved. */
  readonly baseDir: string;
}

/** A built-in or third-party plugin by name, or a manifest to apply. */
export type PluginChoice =
  | { readonly name: string; readonly options: Readonly<Record<string, unknown>> }
  | { readonly manifest: string };

export interface AuditSpec {
  /** Absolute path of a policy of the host; undefined: ours. */
  readonly policy?: string;
  /** 0 keeps files of any age. */
  readonly maxAgeDays: number;
  readonly maxBackups: number;
  readonly maxSizeMB: number;
}

/** Which credentials the nodes get; never the credentials themselves. */
export interface RegistryCredentialsSpec {
  /** Absolute path; undefined: where docker and podman keep theirs. */
  readonly file?: string;
  /** Empty: all that are found. */
  readonly registries: readonly string[];
  /** Whether the host's credential helpers are asked. */
  readonly credentialHelpers: boolean;
}

export interface NodeConfig {
  readonly name: string;
  readonly role: Exclude<NodeRole, 'external-load-balancer'>;
  /** Undefined: the image that `create` chooses. */
  readonly image?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly MountSpec[];
  readonly ports: readonly PortSpec[];
  /** Undefined: as much as the machine has. */
  readonly resources?: NodeResources;
  readonly kubeadmConfigPatches: readonly string[];
  readonly kubeadmConfigPatchesJSON6902: readonly Json6902Patch[];
}

export interface Networking {
  readonly ipFamily: 'ipv4' | 'ipv6' | 'dual';
  /** 0: a free port. */
  readonly apiServerPort: number;
  readonly apiServerAddress: string;
  /** One CIDR, or two joined by a comma. */
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly kubeProxyMode: 'iptables' | 'ipvs' | 'nftables' | 'none';
  /** Undefined: as on the host. */
  readonly dnsSearch?: readonly string[];
}

export interface Json6902Patch {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** A JSON or YAML list of RFC 6902 operations. */
  readonly patch: string;
}
