import type { PluginContext } from '../../core/contracts/plugin.js';
import type { Provider } from '../../core/contracts/provider.js';
import { connectEngine, engineProvider } from '../engine-api/index.js';
import { dockerAddresses } from './addresses.js';
import { clientProxies } from './client-settings.js';

/** Docker on a host. `options.address` is the engine's URL; else it is looked for as docker's own command does. */
export function dockerProvider(options: Readonly<Record<string, unknown>>, context: PluginContext): Provider {
  const name = 'docker';
  const open = async (signal?: AbortSignal) =>
    connectEngine(name, context.host, await dockerAddresses(options, context), signal);
  const provider = engineProvider({ name, host: context.host, open });
  return {
    ...provider,
    clientProxies: async (signal) => clientProxies((await provider.facts(signal)).endpoint, context),
  };
}
