import { clusterExists } from '../../errors/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

export const checkEngine: Step<CreateContext> = {
  title: 'Check the engine',
  async run({ spec, inputs: { provider } }, signal) {
    await provider.facts(signal);
    const nodes = await provider.listNodes(spec.name, signal);
    if (nodes.length > 0) throw clusterExists({ cluster: spec.name });
  },
};
