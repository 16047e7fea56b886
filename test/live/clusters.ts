import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindOk } from './kind.js';
import { findKubectl } from './kubectl.js';
import { freePort, liveName, sweep } from './live.js';
import { output, type Result, type RunOptions } from './program.js';

/** The first port of the range that Services may have on nodes. */
export const nodePort = 30000;

export interface LiveCluster {
  readonly name: string;
  readonly controlPlane: string;
  /** What `create` exited with and printed. */
  readonly created: Result;
  /** Runs kubectl with the merged kubeconfig on the cluster's context; standard output. Throws when it fails. */
  kubectl(args: readonly string[], options?: RunOptions): Promise<string>;
  /** The command line of the same. */
  kubectlArgv(args: readonly string[]): string[];
  apply(manifest: object): Promise<void>;
}

export interface LiveClusters extends AsyncDisposable {
  readonly folder: string;
  /** Both clusters are merged into it. */
  readonly kubeconfig: string;
  readonly single: LiveCluster;
  /** A control plane and two workers. */
  readonly multi: LiveCluster;
  readonly workers: readonly [string, string];
  /** Where the host reaches `nodePort` of the control plane of `multi`. */
  readonly hostPort: number;
}

/** As a user has it who works with other clusters too. */
export const foreignKubeconfig = `# Mine. Do not touch!
kind: Config
apiVersion: v1
preferences: {}   # nothing yet
clusters:
- name: office    # behind the VPN
  cluster:
    server: "https://office.example:6443"
    x-owner: {team: 'platform'}
contexts:
- context: {cluster: office, user: me, namespace: tools}
  name: office
current-context: office

users:
- name: me
  user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: get-token
        args: ["--for", office]
# the end
`;

/** What is left of it when clusters came and went: nothing is chosen, as after kubectl deleted the current context. */
export const foreignKubeconfigAfterwards = foreignKubeconfig.replace('current-context: office', 'current-context: ""');

const multiConfig = (hostPort: number) => `# two workers
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
  extraPortMappings:
  - {containerPort: ${nodePort}, hostPort: ${hostPort}, listenAddress: 127.0.0.1}
- role: worker
- role: worker
`;

/** Creates a cluster of one node and one of three at the same time, with one kubeconfig. */
export async function createLiveClusters(): Promise<LiveClusters> {
  const folder = await mkdtemp(join(tmpdir(), 'kt-live-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, foreignKubeconfig);
  const [single, multi, hostPort] = [liveName(), liveName(), await freePort()];
  const env = { KUBECONFIG: kubeconfig };
  const create = ['create', 'cluster', '--wait', '5m', '--name'];
  const created = await Promise.all([
    kindOk([...create, single, '--output', 'json'], { env }),
    kindOk([...create, multi, '--quiet', '--config', '-'], { env, input: multiConfig(hostPort) }),
  ]);
  const program = await findKubectl(`${single}-control-plane`, folder);
  return {
    folder,
    kubeconfig,
    single: liveCluster(single, created[0], [program, '--kubeconfig', kubeconfig]),
    multi: liveCluster(multi, created[1], [program, '--kubeconfig', kubeconfig]),
    workers: [`${multi}-worker`, `${multi}-worker2`],
    hostPort,
    async [Symbol.asyncDispose]() {
      await sweep();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A cluster that `kubectl`, with its kubeconfig, reaches. */
export function liveCluster(name: string, created: Result, kubectl: readonly string[]): LiveCluster {
  const kubectlArgv = (args: readonly string[]) => [...kubectl, '--context', `kind-${name}`, ...args];
  return {
    name,
    controlPlane: `${name}-control-plane`,
    created,
    kubectlArgv,
    kubectl: (args, options) => output(kubectlArgv(args), options),
    apply: async (manifest) =>
      void (await output(kubectlArgv(['apply', '--filename', '-']), { input: JSON.stringify(manifest) })),
  };
}
