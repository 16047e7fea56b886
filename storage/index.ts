import { definePlugin } from '../core/contracts/index.js';

const localPath = async () => (await import('./local-path/local-path.js')).localPath;

/** `manifest` takes its file in the option of that name; `none` leaves the cluster without a StorageClass. */
export const builtInStorage = definePlugin({
  name: 'built-in-storage',
  apiVersion: 1,
  storageProvisioners: {
    'local-path': localPath,
    image: localPath,
    manifest: async (options, { baseDir }) =>
      (await import('./manifest/manifest-storage.js')).manifestStorage(String(options.manifest), baseDir),
    none: async () => ({ name: 'none', deployments: [], install: async () => {} }),
  },
});
