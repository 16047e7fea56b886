import type { Networking } from '../contracts/index.js';
import { apiServerPort } from './names.js';

export interface BalancedServers {
  /** Names of control-plane nodes, which the engine's name server knows. */
  readonly members: readonly string[];
  readonly ipFamily: Networking['ipFamily'];
  /** Whether only members that call themselves ready get connections. */
  readonly isChecked: boolean;
}

/**
 * A TCP load balancer in front of API servers. Names are asked for again and again, since a node may come back with another
 * address; connections to a member that is found dead are cut, so that clients that wait on them turn to another.
 */
export function haproxyConfig({ members, ipFamily, isChecked }: BalancedServers): string {
  const bind = { ipv4: `*:${apiServerPort}`, ipv6: `:::${apiServerPort}`, dual: `:::${apiServerPort} v4v6` }[ipFamily];
  const servers = members.map((name) => `  server ${name} ${name}:${apiServerPort}${isChecked ? ' check' : ''}`);
  const lastResort = members.map((name) => `  server ${name}-unchecked ${name}:${apiServerPort} backup`);
  return `global
  stats socket /run/haproxy.sock mode 600 level admin
  maxconn 4000
  # How long clients keep a member that a new config dropped.
  hard-stop-after 5s

defaults
  mode tcp
  # Watches are silent for minutes.
  timeout client 1h
  timeout server 1h
  option clitcpka
  option srvtcpka
  # A server that does not answer is not asked again: another one is.
  timeout connect 2s
  retries 5
  option redispatch 1

resolvers engine
  parse-resolv-conf
  resolve_retries 3
  timeout resolve 1s
  timeout retry 1s
  hold valid 1s

frontend clients
  bind ${bind}
  default_backend control-planes

backend control-planes
  balance roundrobin
  option httpchk
  http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host kubernetes
  # 401: it serves, to nobody without a name.
  http-check expect rstatus ^(200|401)$
  timeout check 5s
  default-server check-ssl verify none inter 1s fastinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
  default-server resolvers engine resolve-prefer ${ipFamily === 'ipv6' ? 'ipv6' : 'ipv4'} init-addr libc,none
${servers.join('\n')}
  # When all checks fail, be it because the machine is too busy, a member still knows best what to answer.
  option allbackups
${lastResort.join('\n')}
`;
}
