import { deletePlan } from '../plan/delete.js';
import { runPlan } from '../plan/run.js';
import { withCluster } from './find-clusters.js';
import { kubeconfigTarget } from './kubeconfig-target.js';
import { networkName } from './network-name.js';
import type { Session } from './session.js';

/** Removes whatever is left of a cluster, and its kubeconfig entry. Succeeds when there is nothing. */
export function deleteCluster(session: Session, cluster: string): Promise<void> {
  const { surroundings, events } = session;
  return withCluster(session, cluster, (nodes, provider) => {
    const kubeconfig = kubeconfigTarget(surroundings);
    const context = { cluster, provider, nodes, networkName: networkName(surroundings.env), kubeconfig };
    return runPlan(deletePlan(context), context, { events, signal: surroundings.signal });
  });
}
