import { definePlugin } from '../../core/contracts/index.js';

export const builtInImageLoaders = definePlugin({
  name: 'built-in-image-loaders',
  apiVersion: 1,
  imageLoaders: { delta: async (_options, { events }) => (await import('./delta-loader.js')).deltaLoader(events) },
});
