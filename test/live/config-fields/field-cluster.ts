import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { testEngine } from '../../engines.js';
import { type LiveCluster, liveCluster } from '../clusters.js';
import { kindOk } from '../kind.js';
import { findKubectl } from '../kubectl.js';
import { freePort } from '../live.js';

/** What a config is written with. */
export interface Surroundings {
  readonly name: string;
  /** A folder of the host that nobody else uses. */
  readonly folder: string;
  /** Ports of the host that were free a moment ago. */
  readonly ports: readonly [number, number, number];
}

export interface FieldCluster extends LiveCluster, Surroundings {
  readonly worker: string;
}

/** One look at a cluster for the effect of fields of its config. */
export interface FieldTest {
  /** Fields of v1alpha4, such as `nodes.extraMounts.propagation`. */
  readonly fields: readonly string[];
  /** What is seen, as the title of a test. */
  readonly sees: string;
  look(t: ExecutionContext, cluster: FieldCluster): Promise<void>;
}

/** A cluster that is created for the fields of its config. */
export interface FieldSuite {
  readonly title: string;
  readonly config: (surroundings: Surroundings) => object;
  /** Environment of the create, besides a network of the cluster's name. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the create besides the config. */
  readonly args?: readonly string[];
  readonly tests: readonly FieldTest[];
}

export const header = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4' };

export const worker = (name: string): string => `${name}-worker`;

/** Engines that run side by side would give networks of one name one IPv6 range. */
export const ownNetwork = (name: string) => ({ [`KIND_EXPERIMENTAL_${testEngine.toUpperCase()}_NETWORK`]: name });

/** Creates the cluster of a suite, with a kubeconfig of its own in `folder`. */
export async function createFieldCluster(suite: FieldSuite, name: string, folder: string): Promise<FieldCluster> {
  const surroundings: Surroundings = { name, folder, ports: [await freePort(), await freePort(), await freePort()] };
  const kubeconfig = join(folder, `kubeconfig-${name}`);
  const created = await kindOk(['create', 'cluster', '--config', '-', ...(suite.args ?? ['--wait', '5m'])], {
    env: { ...suite.env, ...ownNetwork(name), KUBECONFIG: kubeconfig, KIND_CLUSTER_NAME: undefined },
    input: JSON.stringify({ name, ...suite.config(surroundings) }),
  });
  const kubectl = [await findKubectl(`${name}-control-plane`, folder), '--kubeconfig', kubeconfig];
  return { ...liveCluster(name, created, kubectl), ...surroundings, worker: worker(name) };
}

/** What a component of a node says at an address of its own, through the API server. */
export const askKubelet = ({ kubectl }: LiveCluster, node: string, path: string): Promise<string> =>
  kubectl(['get', '--raw', `/api/v1/nodes/${node}/proxy/${path}`]);

/** The URL of the API server in the kubeconfig. */
export const serverIn = (kubectl: LiveCluster['kubectl']): Promise<string> =>
  kubectl(['config', 'view', '--minify', '--output', 'jsonpath={.clusters[0].cluster.server}']);
