import { networkOf } from '../../cluster/node-spec.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { checkEngine } from './check-engine.js';

export const createNetwork: Step<CreateContext> = {
  title: 'Create the network',
  needs: [checkEngine],
  run: ({ inputs }, signal) => inputs.provider.ensureNetwork(networkOf(inputs.spec, inputs.networkName), signal),
  undo: ({ inputs }, signal) => inputs.provider.removeUnusedNetwork(inputs.networkName, signal),
};
