export const peersPath = '/etc/kind/pod-routes';
export const podSubnetsPath = '/etc/kind/pod-subnets';
export const programPath = '/usr/local/lib/kind/node-routes';
export const unit = 'kind-node-routes.service';

/**
 * A peer that was restarted may have another address, and no peer can tell the others: so names are resolved again and
 * again. An engine without DNS for its containers leaves the address that the peer had when it was created.
 */
export const program = `#!/bin/bash
# Keeps a route to the pods of every other node, and masquerades what pods send out of the cluster.
set -u

masquerade() {
  local tool=iptables subnet
  while read -r subnet; do
    [[ $subnet == *:* ]] && tool=ip6tables || tool=iptables
    "$tool" -w -t nat -N KIND-MASQUERADE 2>/dev/null
    "$tool" -w -t nat -C POSTROUTING -j KIND-MASQUERADE 2>/dev/null || "$tool" -w -t nat -A POSTROUTING -j KIND-MASQUERADE
    "$tool" -w -t nat -F KIND-MASQUERADE
    "$tool" -w -t nat -A KIND-MASQUERADE -s "$subnet" ! -d "$subnet" -j MASQUERADE
  done <${podSubnetsPath}
}

resolve() {
  local database=ahostsv4 address
  [[ $1 == *:* ]] && database=ahostsv6
  read -r address _ < <(timeout 2 getent "$database" "$2")
  printf '%s' "\${address:-$3}"
}

route_all() {
  local cidr node known address
  while read -r cidr node known; do
    if [[ $1 == known ]]; then address=$known; else address=$(resolve "$cidr" "$node" "$known"); fi
    [[ -n $address ]] && ip route replace "$cidr" via "$address"
  done <${peersPath}
}

masquerade
[[ -f /run/kind-node-routes.known ]] || route_all known
touch /run/kind-node-routes.known
systemd-notify --ready
while true; do
  route_all resolved
  sleep 10
done
`;
