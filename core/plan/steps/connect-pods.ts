import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';

/** Writes the network's files into every node, once all nodes' addresses are known. */
export function connectPods(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Connect the nodes’ pod ranges',
    needs,
    async run(context, signal) {
      const { cni } = context.inputs;
      const all = context.spec.nodes.map((node) => context.cniNode(node));
      const write = async (self: (typeof all)[number]) => {
        const { node } = context.booted(self);
        await node.writeFiles(cni.nodeFiles(self, all, context), signal);
        if (cni.activate) await run(node, cni.activate, signal);
      };
      await Promise.all(all.map(write));
    },
  };
}
