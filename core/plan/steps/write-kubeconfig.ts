import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

export function writeKubeconfig(apiReady: Step<CreateContext>): Step<CreateContext> {
  return {
    title: 'Write the kubeconfig',
    needs: [apiReady],
    async run({ inputs, spec, admin, server }) {
      await inputs.kubeconfig?.merge({ ...admin.value.admin, cluster: spec.name, server: server.value });
    },
    undo: async ({ inputs, spec }) => inputs.kubeconfig?.remove(spec.name),
  };
}
