import { readFile } from 'node:fs/promises';
import { openProvider, wantedProvider } from '../cluster/choose-provider.js';
import { withExistingCluster } from '../cluster/find-clusters.js';
import { adminConfig } from '../cluster/kubeconfig-target.js';
import type { Session } from '../cluster/session.js';
import { loadConfig } from '../config/index.js';
import type {
  ClusterSubject,
  EngineDetails,
  HostSubject,
  KubernetesApi,
  Machine,
  Node,
  Provider,
} from '../contracts/index.js';
import { createKubernetesApi } from '../kubernetes/api.js';
import { kubeconfigPaths } from '../kubernetes/kubeconfig/index.js';
import { clusterChecks } from './cluster/index.js';
import { hostChecks } from './host/index.js';
import { type CheckResult, runChecks } from './run-checks.js';

/** Looks at the host, and at a cluster when one is named. Throws CLUSTER_NOT_FOUND; what is wrong is in the results. */
export async function diagnose(session: Session, cluster?: string): Promise<CheckResult[]> {
  if (cluster === undefined) return diagnoseHost(session);
  return withExistingCluster(session, cluster, async (nodes, provider) => {
    const [host, inside] = await Promise.all([
      runChecks(hostChecks, await hostSubject(session, provider, nodes), 'host', session.surroundings.signal),
      diagnoseCluster(session, cluster, nodes, provider),
    ]);
    return [...host, ...inside];
  });
}

async function diagnoseHost(session: Session): Promise<CheckResult[]> {
  const { provider: flag, env, signal } = session.surroundings;
  const opening = openProvider(session.app, wantedProvider({ flag, env }), signal);
  try {
    return await runChecks(hostChecks, await hostSubject(session, opening, []), 'host', signal);
  } finally {
    await opening.then(
      (provider) => provider.close(),
      () => {},
    );
  }
}

/** `nodes` are those of a cluster that is there already. */
async function hostSubject(
  { surroundings, host }: Session,
  provider: Provider | Promise<Provider>,
  nodes: readonly Node[],
): Promise<HostSubject> {
  const { env, baseDir, signal } = surroundings;
  const engine = Promise.resolve(provider).then((opened) => engineDetails(opened, signal));
  // Whoever asks is told; nobody has to.
  engine.catch(() => {});
  const isLinux = (await host.facts(signal)).os === 'linux';
  const { networking } = loadConfig(undefined, { env: {} }, baseDir);
  return { host, machine: isLinux ? host : virtualMachine(nodes), engine, env, newNodes: 0, networking };
}

/** What a provider tells of its engine, or as much as every provider does. */
async function engineDetails(provider: Provider, signal?: AbortSignal): Promise<EngineDetails> {
  if (provider.inspect) return provider.inspect(signal);
  return { name: provider.name, networks: [], ...(await provider.facts(signal)) };
}

/** Elsewhere than on Linux the engine has a machine of its own, into which only a node lets us look. */
function virtualMachine(nodes: readonly Node[]): Machine {
  const running = nodes.find((node) => node.running);
  if (running) return running;
  return {
    exec: async () => {
      throw new Error(
        'the engine runs in a virtual machine; name a running cluster with --name, through which it is seen',
      );
    },
  };
}

async function diagnoseCluster(
  { surroundings }: Session,
  name: string,
  nodes: readonly Node[],
  provider: Provider,
): Promise<CheckResult[]> {
  const { signal } = surroundings;
  const running = nodes.filter((node) => node.running);
  const access = adminConfig(running, { signal });
  const api = access.then((admin) => {
    const { hostname, port } = new URL(admin.server);
    const host = hostname.replace(/^\[|\]$/g, '');
    const serverName = running.find(({ role }) => role === 'control-plane')?.name ?? hostname;
    const connect = () => provider.host.connect({ host, port: Number(port) });
    return createKubernetesApi({ ...admin, serverName, connect });
  });
  for (const promise of [access, api]) promise.catch(() => {});
  const kubeconfigs = await readKubeconfigs(surroundings);
  try {
    return await runChecks<ClusterSubject>(clusterChecks, { name, nodes, api, access, kubeconfigs }, 'cluster', signal);
  } finally {
    api.then(
      (opened: KubernetesApi) => opened.close(),
      () => {},
    );
  }
}

async function readKubeconfigs({ kubeconfig, env, homeDir, platform }: Session['surroundings']) {
  const explicit = kubeconfig === false ? undefined : kubeconfig;
  const paths = kubeconfigPaths({ explicit, env, home: homeDir, platform });
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => undefined)));
  return paths.flatMap((path, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ path, text }];
  });
}
