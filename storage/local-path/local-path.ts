import type { StorageProvisioner } from '../../core/contracts/index.js';

const manifestPath = '/kind/manifests/default-storage.yaml';

/**
 * Rancher's local-path provisioner with the StorageClass `standard`. Every node image carries the provisioner, and the
 * manifest that names the images it carries.
 */
export const localPath: StorageProvisioner = {
  name: 'local-path',
  deployments: ['local-path-storage/local-path-provisioner'],
  async install({ readNodeFile, kubernetes }, signal) {
    await kubernetes.apply(await readNodeFile(manifestPath, signal), signal);
  },
};
