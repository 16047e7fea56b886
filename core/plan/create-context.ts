import type {
  ClusterAccess,
  ClusterSpec,
  Cni,
  CniNode,
  EngineFacts,
  Events,
  KubernetesApi,
  Node,
  NodeConfig,
  Provider,
  StorageProvisioner,
} from '../contracts/index.js';
import { nodeCommandFailed } from '../errors/index.js';
import type { HostSettings } from '../host-settings/index.js';
import { documentOf } from '../kubernetes/kubeadm-config.js';
import type { KubeconfigEntry } from '../kubernetes/kubeconfig/index.js';
import type { TypedDocument } from '../kubernetes/patches.js';
import type { AdminCredentials, ClusterPki } from '../kubernetes/pki/index.js';
import { nodeMasksOf, podCidrsOf } from '../kubernetes/pod-cidrs.js';

/** A node that has booted, and what is known of it only then. */
export interface BootedNode {
  readonly config: NodeConfig;
  readonly node: Node;
  /** The primary address first. */
  readonly addresses: readonly string[];
  /** With its `v`. */
  readonly kubernetesVersion: string;
  /** As in OCI images. */
  readonly arch: string;
}

/** Chooses the image of every node that names none, and of the load balancer, and sees that the engine has all of them. */
export type PrepareImages = (
  spec: ClusterSpec,
  provider: Provider,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, PreparedImage>>;

export interface PreparedImage {
  readonly reference: string;
  readonly arch: string;
  /** The program of the image that is a load balancer, where it has one. */
  readonly loadBalancer?: string;
}

/** Where the user's kubeconfig entry goes. */
export interface KubeconfigTarget {
  merge(entry: KubeconfigEntry): Promise<void>;
  remove(cluster: string): Promise<void>;
}

export interface CreateInputs {
  readonly spec: ClusterSpec;
  readonly provider: Provider;
  /** What the config's settings take from the host; undefined: nothing. */
  readonly hostSettings?: HostSettings;
  readonly cni: Cni;
  readonly storage: StorageProvisioner;
  readonly events: Events;
  readonly prepareImages: PrepareImages;
  /** Undefined: no kubeconfig is written. */
  readonly kubeconfig?: KubeconfigTarget;
  readonly networkName: string;
  /** What nodes on a network with these ranges get of the host's environment. */
  readonly nodeEnv: (subnets: readonly string[]) => Readonly<Record<string, string>>;
  /** How long to wait for a usable cluster; 0 does not wait. */
  readonly waitMs: number;
  /** Keeps the logs of a create that failed; undefined: they are not kept. */
  readonly gatherLogs?: (nodes: readonly Node[], signal: AbortSignal) => Promise<void>;
}

/** What the steps of a create share: the inputs, and what earlier steps left for later ones. */
export class CreateContext {
  constructor(readonly inputs: CreateInputs) {}

  readonly engine = new Slot<EngineFacts>('the engine’s facts');
  /** The ranges of the engine's network. */
  readonly subnets = new Slot<readonly string[]>('the network’s ranges');
  readonly images = new Slot<ReadonlyMap<string, PreparedImage>>('the node images');
  readonly pki = new Slot<ClusterPki>('the PKI');
  readonly admin = new Slot<AdminCredentials>('the administrators’ certificates');
  readonly documents = new Slot<readonly TypedDocument[]>('the control plane’s kubeadm documents');
  readonly kubernetes = new Slot<KubernetesApi>('the API client');
  /** Set where there are several control planes. */
  readonly loadBalancer = new Slot<Node>('the load balancer');
  readonly server = new Slot<string>('the API server’s URL');
  readonly #booted = new Map<string, BootedNode>();

  get spec(): ClusterSpec {
    return this.inputs.spec;
  }

  get controlPlanes(): NodeConfig[] {
    return this.spec.nodes.filter(({ role }) => role === 'control-plane');
  }

  /** The first one: what is done once for a cluster is done there. */
  get controlPlane(): NodeConfig {
    const [first] = this.controlPlanes;
    if (!first) throw new Error('a cluster has at least one control plane');
    return first;
  }

  get podSubnets(): string[] {
    return this.spec.networking.podSubnet.split(',');
  }

  addBooted(node: BootedNode): void {
    this.#booted.set(node.config.name, node);
  }

  booted({ name }: { readonly name: string }): BootedNode {
    const node = this.#booted.get(name);
    if (!node) throw new Error(`node ${name} has not booted`);
    return node;
  }

  cniNode({ name }: { readonly name: string }): CniNode {
    const index = this.spec.nodes.findIndex((node) => node.name === name);
    const masks = nodeMasksOf(documentOf(this.documents.value, 'ClusterConfiguration'));
    return { name, addresses: this.booted({ name }).addresses, podCidrs: podCidrsOf(this.podSubnets, index, masks) };
  }

  /** What add-ons are given. */
  get access(): ClusterAccess {
    const { node } = this.booted(this.controlPlane);
    return {
      kubernetes: this.kubernetes.value,
      readNodeFile: (path, signal) => run(node, ['cat', path], signal),
    };
  }
}

/** A value that one step sets and the steps that need it read. */
class Slot<T> {
  #value: T | undefined;

  constructor(readonly what: string) {}

  get value(): T {
    if (this.#value === undefined) throw new Error(`${this.what} is read before the step that makes it was done`);
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
  }

  get isSet(): boolean {
    return this.#value !== undefined;
  }
}

/** Runs a program in a node; its standard output. Throws NODE_COMMAND_FAILED with the end of what it printed. */
export async function run(node: Node, argv: readonly string[], signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await node.exec(argv, { signal });
  if (exitCode === 0) return stdout;
  const output = `${stdout}${stderr}`.trim().split('\n').slice(-25).join('\n');
  throw nodeCommandFailed({ node: node.name, argv, exitCode, output });
}
