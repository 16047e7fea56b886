import { deletePlan } from '../plan/delete.js';
import { runPlan } from '../plan/run.js';
import { withCluster } from './find-clusters.js';
import { kubeconfigTarget } from './kubeconfig-target.js';
import { networkName } from './network-name.js';
import type { Session } from './session.js';

/** Removes whatever is left of a cluster, and its kubeconfig entry. The names of the nodes that were there. */
export function deleteCluster(session: Session, cluster: string): Promise<string[]> {
  const { surroundings, events } = session;
  return withCluster(session, cluster, async (nodes, provider) => {
    const kubeconfig = kubeconfigTarget(surroundings);
    const network = networkName(surroundings.env, provider.name);
    const context = { cluster, provider, nodes, networkName: network, kubeconfig };
    await runPlan(deletePlan(context), context, { events, signal: surroundings.signal });
    return nodes.map(({ name }) => name).sort();
  });
}
