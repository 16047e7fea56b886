import { nodeServiceFiles } from '../../arch/node-service.js';
import type { NodeFile } from '../contracts/node.js';

const programPath = '/usr/local/lib/kind/ipv6-name-server';
const unit = 'kind-ipv6-name-server.service';

/**
 * Docker's name server has an IPv4 address, which pods of an IPv6 cluster cannot reach. As the node image does for IPv4, the
 * engine's gateway becomes the name server, and what is sent to its port 53 goes to a relay in the node. The name server is
 * remembered, since resolv.conf may keep what was written here when the node is started again, and the rules do not.
 */
const program = `#!/bin/bash
set -u
port=10053 known=/etc/kind/ipv4-name-server

rewrite() {
  local content
  content=$(grep -v '^nameserver' /etc/resolv.conf)
  printf '%s\\n' "$content" "$@" >/etc/resolv.conf
}

rest() {
  systemd-notify --ready
  exec sleep infinity
}

redirect() {
  local chain rule=(-d "$gateway" -p "$1" --dport 53 -j DNAT --to-destination "[$own]:$port")
  for chain in PREROUTING OUTPUT; do
    ip6tables -w -t nat -C $chain "\${rule[@]}" 2>/dev/null || ip6tables -w -t nat -A $chain "\${rule[@]}"
  done
}

reachable=$(grep -E '^nameserver [^.]*:' /etc/resolv.conf | grep -ivE ' (::1|fe80:)')
if [[ -n $reachable && ! -f $known ]]; then
  rewrite "$reachable"
  rest
fi
mkdir -p "\${known%/*}"
awk '$1 == "nameserver" && $2 !~ /:/ { print $2; exit }' /etc/resolv.conf >$known.now
[[ ! -s $known.now ]] || mv $known.now $known
read -r _ _ gateway _ < <(ip -6 route show default)
if [[ -z \${gateway:-} || ! -f $known ]]; then
  echo 'no IPv6 gateway, or no name server: pods can resolve names of the cluster alone' >&2
  rest
fi
own=$(ip -6 route get "$gateway" | sed -n 's/.* src \\([^ ]*\\).*/\\1/p')
redirect udp
redirect tcp
rewrite "nameserver $gateway"
socat "TCP6-LISTEN:$port,bind=[$own],fork,reuseaddr" "TCP4:$(<$known):53" &
socat -T 10 "UDP6-LISTEN:$port,bind=[$own],fork,reuseaddr" "UDP4:$(<$known):53" &
systemd-notify --ready
wait -n
`;

/** Lets the pods of an IPv6 cluster ask the node's name server, also after the node was started again. */
export const ipv6NameServer: { readonly files: readonly NodeFile[]; readonly activate: readonly string[] } = {
  files: nodeServiceFiles({
    name: unit,
    description: 'Name server for the pods of an IPv6 cluster',
    programPath,
    program,
  }),
  activate: ['systemctl', 'restart', unit],
};
