import type { Node, Provider } from '../contracts/index.js';
import { clusterNotFound } from '../errors/index.js';
import { openProvider, providerNames, wantedProvider } from './choose-provider.js';
import type { Session } from './session.js';

/** Gives `use` the engine that the user means; with none meant, the first that answers. */
export async function withProvider<T>(session: Session, use: (provider: Provider) => Promise<T>): Promise<T> {
  const { provider: flag, env, signal } = session.surroundings;
  const provider = await openProvider(session.app, wantedProvider({ flag, env }), signal);
  try {
    return await use(provider);
  } finally {
    await provider.close();
  }
}

/**
 * Gives `use` a cluster's nodes and their engine. When the user means no engine, and the first that answers does not have
 * the cluster, the others are asked too. `nodes` is empty when nobody has it.
 */
export async function withCluster<T>(
  session: Session,
  cluster: string,
  use: (nodes: readonly Node[], provider: Provider) => Promise<T>,
): Promise<T> {
  const { provider: flag, env, signal } = session.surroundings;
  if (wantedProvider({ flag, env })) {
    return withProvider(session, async (provider) => use(await provider.listNodes(cluster, signal), provider));
  }
  const opened: Provider[] = [];
  try {
    for (const name of providerNames(session.app)) {
      const provider = await openProvider(session.app, { name, options: {} }, signal).catch(() => undefined);
      if (!provider) continue;
      opened.push(provider);
      const nodes = await provider.listNodes(cluster, signal);
      if (nodes.length > 0) return await use(nodes, provider);
    }
    // Nobody answered: ask once more, for an error that lists why.
    if (!opened[0]) opened.push(await openProvider(session.app, undefined, signal));
    return await use([], opened[0] as Provider);
  } finally {
    await Promise.all(opened.map((provider) => provider.close()));
  }
}

/** Like `withCluster`, but throws CLUSTER_NOT_FOUND. */
export function withExistingCluster<T>(
  session: Session,
  cluster: string,
  use: (nodes: readonly Node[], provider: Provider) => Promise<T>,
): Promise<T> {
  return withCluster(session, cluster, async (nodes, provider) => {
    if (nodes.length === 0) throw clusterNotFound({ cluster, known: await clustersOf(provider) });
    return use(nodes, provider);
  });
}

/** Names of the clusters that an engine has, sorted. */
export async function clustersOf(provider: Provider, signal?: AbortSignal): Promise<string[]> {
  const nodes = await provider.listNodes(undefined, signal);
  return [...new Set(nodes.map(({ cluster }) => cluster))].sort();
}
