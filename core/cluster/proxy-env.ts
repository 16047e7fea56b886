import type { ClusterSpec } from '../contracts/index.js';
import { loadBalancerName } from './names.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The host's proxy settings for a node, in both cases, with NO_PROXY extended by what must never go to a proxy: the
 * cluster's ranges, those of the nodes' network (`subnets`), the nodes and the services.
 */
export function proxyEnv(
  env: Env,
  spec: Pick<ClusterSpec, 'name' | 'networking' | 'nodes'>,
  subnets: readonly string[],
): Record<string, string> {
  const both = (name: string) => env[name] || env[name.toLowerCase()] || '';
  const given = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map((name) => [name, both(name)] as const);
  if (given.every(([, value]) => value === '')) return {};
  const { networking, nodes } = spec;
  const direct = [
    ...subnets,
    both('NO_PROXY'),
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
