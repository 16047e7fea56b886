import ipaddr from 'ipaddr.js';
import { networkName } from '../../cluster/network-name.js';
import { isAddress, overlap, parseSubnet } from '../../config/subnets.js';
import type { Check, Finding, HostSubject } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';

export const proxy: Check<HostSubject> = {
  code: 'PROXY',
  title: 'proxies',
  async run({ env, engine }) {
    const details = await engine.catch(() => undefined);
    const ofNodes = networkName(env, details?.name ?? '');
    return judgeProxy(env, details?.networks.find(({ name }) => name === ofNodes)?.subnets ?? []);
  },
};

/** `nodeSubnets` are the ranges of the network that nodes are in; none before there was a cluster. */
export function judgeProxy(env: HostSubject['env'], nodeSubnets: readonly string[]): Finding {
  const read = (name: string) => env[name] || env[name.toLowerCase()] || '';
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY'].filter((name) => read(name) !== '');
  if (proxies.length === 0) return ok('none is set');
  const onLoopback = proxies.filter((name) => isOnLoopback(read(name)));
  if (onLoopback.length > 0) {
    return failed({
      found: `${onLoopback.join(' and ')} name a proxy on loopback`,
      why: 'Nodes are given these settings, and loopback is the node itself there: nothing can be pulled.',
      cure: `Name the proxy by an address that nodes reach, such as the gateway of their network: export ${onLoopback[0]}=http://ADDRESS:PORT`,
    });
  }
  const exceptions = read('NO_PROXY')
    .split(',')
    .map((entry) => entry.trim());
  const uncovered = exceptions.includes('*')
    ? []
    : nodeSubnets.filter((subnet) => !exceptions.some((entry) => covers(entry, subnet)));
  if (uncovered.length === 0) return ok(`${proxies.join(' and ')} with NO_PROXY`);
  return warning({
    found: `${proxies.join(' and ')} without ${uncovered.join(', ')} in NO_PROXY`,
    why: 'What you run on this machine asks the proxy for the addresses of nodes, which it cannot reach.',
    cure: `export NO_PROXY=${[...exceptions.filter((entry) => entry !== ''), ...uncovered].join(',')}`,
  });
}

function isOnLoopback(url: string): boolean {
  const address = url.includes('://') ? url : `http://${url}`;
  const host = URL.canParse(address) ? new URL(address).hostname : url;
  return host === 'localhost' || host.startsWith('127.') || host === '[::1]';
}

function covers(entry: string, subnet: string): boolean {
  const [wide, narrow] = [
    parseSubnet(isAddress(entry) ? `${entry}/${ipaddr.parse(entry).kind() === 'ipv4' ? 32 : 128}` : entry),
    parseSubnet(subnet),
  ];
  return wide !== undefined && narrow !== undefined && wide.prefix <= narrow.prefix && overlap(wide, narrow);
}
