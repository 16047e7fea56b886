import type { Node, Provider } from '../contracts/index.js';
import type { KubeconfigTarget } from './create-context.js';
import type { Plan, Step } from './step.js';

export interface DeleteContext {
  readonly cluster: string;
  readonly provider: Provider;
  readonly nodes: readonly Node[];
  readonly networkName: string;
  readonly kubeconfig?: KubeconfigTarget;
}

/** From whatever is left of a cluster to nothing. */
export function deletePlan(context: DeleteContext): Plan<DeleteContext> {
  const removeNodes = context.nodes.map(
    (node): Step<DeleteContext> => ({
      title: `Remove node ${node.name}`,
      run: ({ provider }, signal) => provider.removeNode(node, signal),
    }),
  );
  const removeNetwork: Step<DeleteContext> = {
    title: 'Remove the network if nothing uses it',
    needs: removeNodes,
    run: ({ provider, networkName }, signal) => provider.removeUnusedNetwork(networkName, signal),
  };
  const cleanKubeconfig: Step<DeleteContext> = {
    title: 'Clean the kubeconfig',
    run: async ({ kubeconfig, cluster }) => kubeconfig?.remove(cluster),
  };
  return { name: 'delete', cluster: context.cluster, steps: [...removeNodes, removeNetwork, cleanKubeconfig] };
}
