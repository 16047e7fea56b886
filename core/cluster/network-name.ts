import { defaultNetworkName } from './names.js';

/** The engine network that nodes join; upstream's variable for the engine overrides its name. */
export function networkName(env: Readonly<Record<string, string | undefined>>, provider: string): string {
  return env[`KIND_EXPERIMENTAL_${provider.toUpperCase()}_NETWORK`] || defaultNetworkName;
}
