import type { ClusterSpec } from '../contracts/index.js';
import { loadBalancerName } from './names.js';

type Env = Readonly<Record<string, string | undefined>>;

/** The environment, completed by the engine's settings for containers, unless it names a proxy itself. */
export function withClientProxies(env: Env, client: Env): Env {
  const [http, https, no] = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map((name) => both(env, name));
  return http || https ? env : { ...client, ...(no ? { NO_PROXY: no } : {}) };
}

/**
 * The host's proxy settings for a node, in both cases, with NO_PROXY extended by what must never go to a proxy: the
 * cluster's ranges, those of the nodes' network (`subnets`), the nodes and the services.
 */
export function proxyEnv(
  env: Env,
  spec: Pick<ClusterSpec, 'name' | 'networking' | 'nodes'>,
  subnets: readonly string[],
): Record<string, string> {
  const given = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map((name) => [name, both(env, name)] as const);
  if (given.every(([, value]) => value === '')) return {};
  const { networking, nodes } = spec;
  const direct = [
    ...subnets,
    both(env, 'NO_PROXY'),
    networking.serviceSubnet,
    networking.podSubnet,
    ...nodes.map(({ name }) => name),
    loadBalancerName(spec) ?? '',
    '.svc',
    '.svc.cluster',
    '.svc.cluster.local',
  ];
  const noProxy = direct.filter((entry) => entry !== '').join(',');
  const all = Object.entries({ ...Object.fromEntries(given), NO_PROXY: noProxy });
  return Object.fromEntries(
    all
      .filter(([, value]) => value !== '')
      .flatMap(([name, value]) => [
        [name, value],
        [name.toLowerCase(), value],
      ]),
  );
}

function both(env: Env, name: string): string {
  return env[name] || env[name.toLowerCase()] || '';
}
