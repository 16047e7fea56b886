import { defaultNetworkName } from './names.js';

/** The engine network that nodes join; upstream's variable overrides its name. */
export function networkName(env: Readonly<Record<string, string | undefined>>): string {
  return env.KIND_EXPERIMENTAL_DOCKER_NETWORK || defaultNetworkName;
}
