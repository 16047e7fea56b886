import { createAdminCredentials } from '../../kubernetes/pki/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

export function writeKubeconfig(apiReady: Step<CreateContext>): Step<CreateContext> {
  return {
    title: 'Write the kubeconfig',
    needs: [apiReady],
    async run({ inputs, spec, pki, server }) {
      const { admin } = await createAdminCredentials(pki.value);
      await inputs.kubeconfig?.merge({ ...admin, cluster: spec.name, server: server.value });
    },
    undo: async ({ inputs, spec }) => inputs.kubeconfig?.remove(spec.name),
  };
}
