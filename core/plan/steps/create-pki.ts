import type { ClusterSpec } from '../../contracts/index.js';
import { documentOf } from '../../kubernetes/kubeadm-config.js';
import { createAdminCredentials, createClusterPki, type EncryptionAlgorithm } from '../../kubernetes/pki/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { documentsOf } from './start-control-plane.js';

/** Runs while the nodes boot, unless a patch chooses the keys: what is patched is complete only once the node has booted. */
export function createPki(spec: ClusterSpec, controlPlaneBooted: Step<CreateContext>): Step<CreateContext> {
  const isPatched = JSON.stringify(spec).includes('encryptionAlgorithm');
  return {
    title: 'Make certificates',
    needs: isPatched ? [controlPlaneBooted] : [],
    async run(context) {
      context.pki.value = await createClusterPki(isPatched ? chosenAlgorithm(context) : undefined);
      context.admin.value = await createAdminCredentials(context.pki.value);
    },
  };
}

function chosenAlgorithm(context: CreateContext): EncryptionAlgorithm | undefined {
  const documents = documentsOf(context, context.booted(context.controlPlane));
  return documentOf(documents, 'ClusterConfiguration').encryptionAlgorithm as EncryptionAlgorithm | undefined;
}
