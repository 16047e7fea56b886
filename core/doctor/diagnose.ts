import { readFile } from 'node:fs/promises';
import { openProvider, wantedProvider } from '../cluster/choose-provider.js';
import { withExistingCluster } from '../cluster/find-clusters.js';
import { adminConfig } from '../cluster/kubeconfig-target.js';
import { specPath } from '../cluster/names.js';
import type { Session } from '../cluster/session.js';
import { loadConfig } from '../config/index.js';
import type {
  ClusterSpec,
  ClusterSubject,
  HostSubject,
  KubernetesApi,
  Networking,
  Node,
  Provider,
} from '../contracts/index.js';
import { createKubernetesApi } from '../kubernetes/api.js';
import { kubeconfigPaths } from '../kubernetes/kubeconfig/index.js';
import { clusterChecks } from './cluster/index.js';
import { hostChecks } from './host/index.js';
import { hostSubject } from './host-subject.js';
import { readText } from './read.js';
import { type CheckResult, runChecks } from './run-checks.js';

/** Looks at the host, and at a cluster when one is named. Throws CLUSTER_NOT_FOUND; what is wrong is in the results. */
export async function diagnose(session: Session, cluster?: string): Promise<CheckResult[]> {
  if (cluster === undefined) return diagnoseHost(session);
  return withExistingCluster(session, cluster, async (nodes, provider) => {
    const [host, inside] = await Promise.all([
      runChecks(
        hostChecks,
        await subjectOf(session, Promise.resolve(provider), nodes),
        'host',
        session.surroundings.signal,
      ),
      diagnoseCluster(session, cluster, nodes, provider),
    ]);
    return [...host, ...inside];
  });
}

async function diagnoseHost(session: Session): Promise<CheckResult[]> {
  const { provider: flag, env, signal } = session.surroundings;
  const opening = openProvider(session.app, wantedProvider({ flag, env }), signal);
  try {
    return await runChecks(hostChecks, await subjectOf(session, opening, []), 'host', signal);
  } finally {
    await opening.then(
      (provider) => provider.close(),
      () => {},
    );
  }
}

/** `nodes` are those of a cluster that is there already. */
async function subjectOf(
  { surroundings, host }: Session,
  provider: Promise<Provider>,
  nodes: readonly Node[],
): Promise<HostSubject> {
  const { env, baseDir, signal } = surroundings;
  const networking = (await networkingOf(nodes, signal)) ?? loadConfig(undefined, { env: {} }, baseDir).networking;
  return hostSubject({ host, provider, nodes, env, newNodes: 0, networking, signal });
}

/** As the cluster was created; undefined when no node tells, or upstream's kind made it. */
async function networkingOf(nodes: readonly Node[], signal?: AbortSignal): Promise<Networking | undefined> {
  const node = nodes.find(({ running, role }) => running && role === 'control-plane');
  const text = node && (await readText(node, specPath, signal));
  return text === undefined ? undefined : (JSON.parse(text) as ClusterSpec).networking;
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
    const connect = () => provider.host.connect({ host, port: Number(port) });
    // In the certificate of every control plane, whichever of them a load balancer chooses.
    return createKubernetesApi({ ...admin, serverName: 'localhost', connect });
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
