import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

export function installCni(apiReady: Step<CreateContext>): Step<CreateContext> {
  return {
    title: 'Install the network',
    needs: [apiReady],
    run: (context, signal) => context.inputs.cni.install(context.access, context, signal),
  };
}

export function installStorage(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Install storage',
    needs,
    run: (context, signal) => context.inputs.storage.install(context.access, signal),
  };
}
