import type { ClusterSpec } from '../contracts/index.js';
import { proxyEnv, withClientProxies } from './proxy-env.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Upstream's variable; the node image's entrypoint reads it. */
const snapshotter = 'KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER';

/** What every node gets of the host's environment: the proxies, and the choice of containerd's snapshotter. */
export function nodeEnv(
  env: Env,
  clientProxies: Env,
  spec: Pick<ClusterSpec, 'name' | 'networking' | 'nodes'>,
): (subnets: readonly string[]) => Record<string, string> {
  const proxies = withClientProxies(env, clientProxies);
  const chosen = env[snapshotter];
  return (subnets) => ({ ...proxyEnv(proxies, spec, subnets), ...(chosen ? { [snapshotter]: chosen } : {}) });
}
