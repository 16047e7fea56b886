import type { NodeFile } from '../../contracts/index.js';
import { renderDocuments } from '../../kubernetes/kubeadm-config.js';
import type { TypedDocument } from '../../kubernetes/patches.js';

/** In memory: gone when the node restarts. */
export const addonsConfigPath = '/run/kubeadm-addons.conf';
const patchesDir = '/run/kubeadm-patches';

/**
 * A kubelet that has just started waits up to a period before it probes a container first, and CoreDNS would have a period of
 * 10 s. Patches of the user's are left alone.
 */
const dnsPatch = {
  spec: { template: { spec: { containers: [{ name: 'coredns', readinessProbe: { periodSeconds: 1 } }] } } },
};

/** kubeadm's configuration for the add-ons of a cluster: the control plane's, with a patch for CoreDNS. */
export function addonsFiles(documents: readonly TypedDocument[]): NodeFile[] {
  const patched = documents.map((document) =>
    document.kind === 'InitConfiguration' ? { patches: { directory: patchesDir }, ...document } : document,
  );
  return [
    { path: addonsConfigPath, content: renderDocuments(patched), mode: 0o600 },
    { path: `${patchesDir}/corednsdeployment+strategic.json`, content: JSON.stringify(dnsPatch) },
  ];
}
