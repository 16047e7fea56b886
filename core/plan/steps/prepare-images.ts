import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { checkEngine } from './check-engine.js';

export const prepareImages: Step<CreateContext> = {
  title: 'Prepare the node image',
  needs: [checkEngine],
  async run({ inputs, images }, signal) {
    const { spec, provider, events } = inputs;
    const report = (done: number, total: number) =>
      events.emit({ type: 'progress', step: prepareImages.title, done, total });
    images.value = await inputs.prepareImages(spec, provider, report, signal);
  },
};
