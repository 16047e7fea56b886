import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createClusterContainer } from '../container/cluster-container.js';
import { tokens } from '../container/tokens.js';
import type { ClusterSpec, Node, Provider } from '../contracts/index.js';
import { readHostSettings } from '../host-settings/index.js';
import { createPlan } from '../plan/create.js';
import { CreateContext, type PrepareImages } from '../plan/create-context.js';
import { runPlan } from '../plan/run.js';
import { openProvider, wantedProvider } from './choose-provider.js';
import { gatherLogs } from './gather-logs.js';
import { kubeconfigTarget } from './kubeconfig-target.js';
import { networkName } from './network-name.js';
import { nodeEnv } from './node-env.js';
import type { Session } from './session.js';

export interface CreateOptions {
  /** How long to wait for a usable cluster; 0 (or nothing) does not wait. */
  readonly waitMs?: number;
  /** Keeps what a failed create made. */
  readonly retain?: boolean;
}

/** What the caller gets: the name of the engine, and the address of the API server. */
export interface CreatedCluster {
  readonly name: string;
  readonly provider: string;
  /** URL of the API server. */
  readonly server: string;
}

export async function createCluster(
  session: Session,
  spec: ClusterSpec,
  prepareImages: PrepareImages,
  { waitMs = 0, retain }: CreateOptions,
): Promise<CreatedCluster> {
  const { surroundings, events } = session;
  const { env, signal } = surroundings;
  const hostSettings = await readHostSettings(spec, { ...surroundings, host: session.host });
  const wanted = wantedProvider({ flag: surroundings.provider, env, config: spec.provider });
  const provider = await openProvider(session.app, wanted, signal);
  try {
    const container = createClusterContainer(session.app, spec, provider);
    const context = new CreateContext({
      spec,
      provider,
      hostSettings,
      cni: await container.getAsync(tokens.cni),
      storage: await container.getAsync(tokens.storage),
      events,
      prepareImages,
      kubeconfig: kubeconfigTarget(surroundings),
      networkName: networkName(env, provider.name),
      nodeEnv: nodeEnv(env, (await provider.clientProxies?.(signal)) ?? {}, spec),
      waitMs,
      gatherLogs: (nodes, stop) => keepLogs(session, provider, nodes, stop),
    });
    try {
      await runPlan(createPlan(context), context, { events, signal, retain });
    } finally {
      if (context.kubernetes.isSet) context.kubernetes.value.close();
    }
    return { name: spec.name, provider: provider.name, server: context.server.value };
  } finally {
    await provider.close();
  }
}

async function keepLogs(
  { surroundings, events }: Session,
  provider: Provider,
  nodes: readonly Node[],
  signal: AbortSignal,
): Promise<void> {
  const cluster = nodes[0]?.cluster;
  if (cluster === undefined) return;
  const folder = await mkdtemp(join(surroundings.temporaryDir, `kind-logs-${cluster}-`));
  await gatherLogs(provider, nodes, folder, signal);
  events.emit({ type: 'warning', message: `The logs of the nodes were kept in ${folder}` });
}
