import { definePlugin } from '../../core/contracts/index.js';

export const builtInImageLoaders = definePlugin({
  name: 'built-in-image-loaders',
  apiVersion: 1,
  imageLoaders: { delta: async () => (await import('./delta-loader.js')).deltaLoader },
});
