import { definePlugin } from '../core/contracts/index.js';

/** `manifest` takes its file in the option of that name; `none` leaves the network to the user. */
export const builtInCnis = definePlugin({
  name: 'built-in-cnis',
  apiVersion: 1,
  cnis: {
    bundled: async () => (await import('./bundled/bundled-cni.js')).bundledCni,
    image: async () => (await import('./image/image-cni.js')).imageCni,
    manifest: async (options, { baseDir }) =>
      (await import('./manifest/manifest-cni.js')).manifestCni(String(options.manifest), baseDir),
    none: async () => (await import('./none/no-cni.js')).noCni,
  },
});
