# iptables' back end, names that resolve in pods too, and the kernel's settings for the node's network.

prepare_network() {
  select_iptables
  write_setting net/ipv4/ip_forward 1
  write_setting net/ipv6/conf/all/forwarding 1
  # Pods' queries to the engine's resolver are sent on to a loopback address.
  write_setting net/ipv4/conf/all/route_localnet 1
  # Some hosts set 2, with which a /32 on a veth is never answered for.
  write_setting net/ipv4/conf/all/arp_ignore 0
  share_embedded_dns
  keep_engine_dns
  set_dns_search
}

write_setting() { echo "$2" 2>/dev/null >"/proc/sys/$1" || log "cannot set $1 to $2"; }

# The engine may have left rules in this network namespace: ours must go where those are.
select_iptables() {
  local mode=nft legacy nft
  legacy=$(count_rules iptables-legacy-save ip6tables-legacy-save)
  nft=$(count_rules iptables-nft-save ip6tables-nft-save)
  if ((legacy > nft)) || ! iptables-nft -t nat -L -n >/dev/null 2>&1; then mode=legacy; fi
  log "iptables uses $mode"
  [[ $(readlink /etc/alternatives/iptables) != *-$mode ]] || return 0
  ln -sf "/usr/sbin/iptables-$mode" /etc/alternatives/iptables
  ln -sf "/usr/sbin/ip6tables-$mode" /etc/alternatives/ip6tables
  local tool
  for tool in save restore; do
    ln -sf "/usr/sbin/iptables-$mode-$tool" "/etc/alternatives/iptables-$tool"
    ln -sf "/usr/sbin/ip6tables-$mode-$tool" "/etc/alternatives/ip6tables-$tool"
  done
}

count_rules() {
  local save
  for save in "$@"; do timeout 5 "$save" 2>/dev/null || true; done | grep -c '^-' || true
}

# Docker's resolver listens at 127.0.0.11 inside the node, where no pod can reach it. What is sent to the gateway's port
# 53 goes there instead, and the gateway becomes the name server. The namespace is new at every start, and so are the rules.
share_embedded_dns() {
  local gateway protocol local udp= tcp= _
  while read -r protocol _ _ _ local _; do
    [[ $protocol == udp ]] && udp=${local##*:}
    [[ $protocol == tcp ]] && tcp=${local##*:}
  done < <(ss -Hlntu src 127.0.0.11)
  [[ -n $udp && -n $tcp ]] || return 0
  gateway=$(ip -4 route show default | awk 'NR == 1 { print $3 }')
  if [[ -z $gateway ]]; then
    log 'no IPv4 gateway: pods cannot use the engine'"'"'s name server'
    return
  fi
  iptables-restore --noflush <<EOF
*nat
-A PREROUTING -d $gateway -p udp --dport 53 -j DNAT --to-destination 127.0.0.11:$udp
-A PREROUTING -d $gateway -p tcp --dport 53 -j DNAT --to-destination 127.0.0.11:$tcp
-A OUTPUT -d $gateway -p udp --dport 53 -j DNAT --to-destination 127.0.0.11:$udp
-A OUTPUT -d $gateway -p tcp --dport 53 -j DNAT --to-destination 127.0.0.11:$tcp
COMMIT
EOF
  rewrite /etc/resolv.conf -e "s/^nameserver 127\.0\.0\.11\$/nameserver $gateway/"
}

# Podman's name server listens at the gateway, knows the nodes' names, and asks the host's name servers itself; podman lists those
# too, and CoreDNS would take turns with all of them.
keep_engine_dns() {
  local gateways servers
  gateways=$( { ip -4 route show default; ip -6 route show default; } | awk '$2 == "via" { print "nameserver " $3 }')
  [[ -n $gateways ]] || return 0
  servers=$(grep -xF "$gateways" /etc/resolv.conf || true)
  [[ -n $servers ]] || return 0
  rewrite /etc/resolv.conf -e '/^nameserver/d'
  echo "$servers" >>/etc/resolv.conf
  log "pods ask the engine's name server alone"
}

# Unset keeps the engine's search domains, empty removes them, anything else replaces them.
set_dns_search() {
  [[ -v KIND_DNS_SEARCH ]] || return 0
  rewrite /etc/resolv.conf -e '/^search/d' ${KIND_DNS_SEARCH:+-e "1i search $KIND_DNS_SEARCH"}
}

# Edits a file that the engine mounted: it can be written, not replaced.
rewrite() {
  local file=$1 content
  shift
  content=$(sed "$@" "$file")
  echo "$content" >"$file"
}
