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
  const nodes = context.nodes.map(removalOf);
  const removeNetwork: Step<DeleteContext> = {
    title: 'Remove the network if nothing uses it',
    needs: nodes.map(([release]) => release),
    run: ({ provider, networkName }, signal) => provider.removeUnusedNetwork(networkName, signal),
  };
  const cleanKubeconfig: Step<DeleteContext> = {
    title: 'Clean the kubeconfig',
    run: async ({ kubeconfig, cluster }) => kubeconfig?.remove(cluster),
  };
  return { name: 'delete', cluster: context.cluster, steps: [...nodes.flat(), removeNetwork, cleanKubeconfig] };
}

/** The network goes while the engine still takes the files of the nodes away. */
function removalOf(node: Node): readonly [Step<DeleteContext>, Step<DeleteContext>] {
  const release: Step<DeleteContext> = {
    title: `Stop node ${node.name}`,
    run: ({ provider }, signal) =>
      provider.releaseNode ? provider.releaseNode(node, signal) : provider.removeNode(node, signal),
  };
  const remove: Step<DeleteContext> = {
    title: `Remove node ${node.name}`,
    needs: [release],
    run: ({ provider }, signal) => provider.removeNode(node, signal),
  };
  return [release, remove];
}
