import type { KubernetesApi } from './cluster-access.js';
import type { Networking } from './cluster-spec.js';
import type { Host } from './host.js';
import type { Node } from './node.js';
import type { EngineDetails } from './provider.js';

/** One thing that the doctor looks at. `S` is what it is given to look at; it must not change anything. */
export interface Check<S> {
  /** Stable, in capitals; docs/doctor.md has a section for each. */
  readonly code: string;
  /** What is looked at, as a noun. */
  readonly title: string;
  /** Throws when it cannot tell, with the reason: the result is then `unknown`. */
  run(subject: S, signal: AbortSignal): Promise<Finding>;
}

export type Finding =
  | { readonly status: 'ok'; readonly found: string }
  | {
      /** `warning`: clusters work, but not well or not as many. `failed`: they cannot work. */
      readonly status: 'warning' | 'failed';
      /** What was seen, with the values. */
      readonly found: string;
      /** Why it matters. */
      readonly why: string;
      /** The command or change that cures it. */
      readonly cure: string;
    }
  /** `found` is the reason why nothing is known. */
  | { readonly status: 'unknown'; readonly found: string };

/** Where programs are run and files are read. */
export type Machine = Pick<Host, 'exec'>;

/** The machine that clusters run on, before or beside any cluster. */
export interface HostSubject {
  readonly host: Host;
  /** Where the engine's kernel is: the host; a node, where the engine has a virtual machine of its own. */
  readonly machine: Machine;
  /** Rejects with the reason when no engine answers. */
  readonly engine: Promise<EngineDetails>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How many nodes shall find room besides what runs now. */
  readonly newNodes: number;
  /** Of the cluster that is asked about, or of one with the defaults. */
  readonly networking: Pick<Networking, 'ipFamily' | 'podSubnet' | 'serviceSubnet' | 'kubeProxyMode'>;
}

/** A cluster, in whatever state. */
export interface ClusterSubject {
  readonly name: string;
  /** At least one; running or not. */
  readonly nodes: readonly Node[];
  /** Rejects with the reason when there is nothing to connect to. */
  readonly api: Promise<KubernetesApi>;
  /** The administrator's access, as clients on the host have it. Rejects as `api` does. */
  readonly access: Promise<{ readonly server: string; readonly ca: string }>;
  /** The user's kubeconfig files, first one first; those that do not exist are left out. */
  readonly kubeconfigs: readonly { readonly path: string; readonly text: string }[];
}
