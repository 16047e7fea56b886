import { networkOf } from '../../cluster/node-spec.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { checkEngine } from './check-engine.js';

export const createNetwork: Step<CreateContext> = {
  title: 'Create the network',
  needs: [checkEngine],
  async run({ inputs, subnets }, signal) {
    const network = networkOf(inputs.spec, inputs.networkName);
    subnets.value = (await inputs.provider.ensureNetwork(network, signal)).subnets;
  },
  undo: ({ inputs }, signal) => inputs.provider.removeUnusedNetwork(inputs.networkName, signal),
};
