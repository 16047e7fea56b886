import { definePlugin } from '../../core/contracts/plugin.js';

export const podmanPlugin = definePlugin({
  name: 'podman',
  apiVersion: 1,
  providers: { podman: async (options, context) => (await import('./provider.js')).podmanProvider(options, context) },
});
