import { definePlugin } from '../../core/contracts/plugin.js';

export const dockerPlugin = definePlugin({
  name: 'docker',
  apiVersion: 1,
  providers: { docker: async (options, context) => (await import('./provider.js')).dockerProvider(options, context) },
});
