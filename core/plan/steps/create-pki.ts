import { createAdminCredentials, createClusterPki } from '../../kubernetes/pki/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

export const createPki: Step<CreateContext> = {
  title: 'Make certificates',
  async run(context) {
    context.pki.value = await createClusterPki();
    context.admin.value = await createAdminCredentials(context.pki.value);
  },
};
