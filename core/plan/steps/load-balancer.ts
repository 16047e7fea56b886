import { balance, loadBalancerSpecOf } from '../../cluster/load-balancer.js';
import { nodeExists } from '../../errors/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { checkHost } from './check-host.js';
import { createNetwork } from './create-network.js';
import { prepareImages } from './prepare-images.js';

/**
 * Starts what stands before several control planes. It leads to the first one alone, ready or not: nodes join while that still
 * makes its roles, and does not call itself ready yet.
 */
export function startLoadBalancer(name: string): Step<CreateContext> {
  let isOurs = true;
  return {
    title: 'Start the load balancer',
    needs: [checkHost, createNetwork, prepareImages],
    async run({ spec, inputs, images, loadBalancer, controlPlane }, signal) {
      const image = images.value.get(name);
      if (!image?.loadBalancer) throw new Error(`no image was prepared for ${name}`);
      const program = image.loadBalancer;
      const nodeSpec = loadBalancerSpecOf({ ...inputs, name, program, image: image.reference });
      loadBalancer.value = await inputs.provider.createNode(nodeSpec, signal).catch((error) => {
        isOurs = !nodeExists.is(error);
        throw error;
      });
      const { ipFamily } = spec.networking;
      await balance(loadBalancer.value, { members: [controlPlane.name], ipFamily, isChecked: false }, signal);
    },
    undo: async ({ inputs }, signal) => (isOurs ? inputs.provider.removeNode({ name }, signal) : undefined),
  };
}

/** From now on every control plane that is ready gets its part. */
export function balanceControlPlanes(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Balance between the control planes',
    needs,
    run({ spec, loadBalancer, controlPlanes }, signal) {
      const members = controlPlanes.map(({ name }) => name);
      return balance(loadBalancer.value, { members, ipFamily: spec.networking.ipFamily, isChecked: true }, signal);
    },
  };
}
