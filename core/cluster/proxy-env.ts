import type { ClusterSpec } from '../contracts/index.js';

type Env = Readonly<Record<string, string | undefined>>;

/** The host's proxy settings for a node, in both cases, with NO_PROXY extended by what must never go to a proxy. */
export function proxyEnv(
  env: Env,
  { networking, nodes }: Pick<ClusterSpec, 'networking' | 'nodes'>,
): Record<string, string> {
  const both = (name: string) => env[name] || env[name.toLowerCase()] || '';
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, both(name)] as const).filter(([, value]) => value);
  if (proxies.length === 0) return {};
  const direct = [
    both('NO_PROXY'),
    networking.serviceSubnet,
    networking.podSubnet,
    ...nodes.map(({ name }) => name),
    '.svc',
    '.svc.cluster',
    '.svc.cluster.local',
  ];
  const noProxy = direct.filter((entry) => entry !== '').join(',');
  const all = [...proxies, ['NO_PROXY', noProxy] as const];
  return Object.fromEntries(
    all.flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}
