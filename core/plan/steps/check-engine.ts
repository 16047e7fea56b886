import { clusterExists } from '../../errors/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

export const checkEngine: Step<CreateContext> = {
  title: 'Check the engine',
  async run({ spec, engine, inputs: { provider } }, signal) {
    engine.value = await provider.facts(signal);
    const nodes = await provider.listNodes(spec.name, signal);
    if (nodes.length > 0) throw clusterExists({ cluster: spec.name });
  },
};
