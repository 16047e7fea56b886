# A node that comes back with another address: what kubeadm wrote with the old one is brought up to date.

follow_address_changes() {
  local family pattern changed=
  for family in ipv4 ipv6; do
    local current old record=/kind/old-$family
    current=$(own_address "$family")
    old=$(cat "$record" 2>/dev/null || true)
    if [[ -n $old && -n $current && $old != "$current" ]]; then
      log "the $family address changed from $old to $current"
      replace_address "$old" "$current"
      changed=yes
    fi
    [[ -z $current ]] || echo "$current" >"$record"
  done
  [[ -z $changed ]] || renew_certificates
}

# As the engine wrote it into /etc/hosts, else the first global one.
own_address() {
  local mark='[.]' flag=-4 found
  [[ $1 == ipv4 ]] || { mark=':' flag=-6; }
  found=$(awk -v host="$HOSTNAME" -v mark="$mark" \
    '$1 ~ mark && $1 !~ /^(127[.]|::1$)/ { for (i = 2; i <= NF; i++) if ($i == host) { print $1; exit } }' /etc/hosts)
  [[ -n $found ]] || found=$(ip -o "$flag" address show scope global | awk 'NR == 1 { sub("/.*", "", $4); print $4 }')
  echo "$found"
}

replace_address() {
  local old=${1//./[.]} edge='[^0-9.]' file
  [[ $1 != *:* ]] || edge='[^0-9a-fA-F:]'
  for file in /etc/kubernetes/manifests/*.yaml /etc/kubernetes/*.conf /kind/kubeadm.conf \
    /var/lib/kubelet/kubeadm-flags.env; do
    [[ -f $file ]] || continue
    # Twice: two addresses may share the character between them.
    sed -Ei "s#(^|$edge)$old($edge|\$)#\1$2\2#g; s#(^|$edge)$old($edge|\$)#\1$2\2#g" "$file"
  done
}

# Certificates that name addresses but not the present ones are made again, where this node has the authority to.
renew_certificates() {
  renew apiserver /etc/kubernetes/pki/apiserver /etc/kubernetes/pki/ca.key
  renew etcd-server /etc/kubernetes/pki/etcd/server /etc/kubernetes/pki/etcd/ca.key
  renew etcd-peer /etc/kubernetes/pki/etcd/peer /etc/kubernetes/pki/etcd/ca.key
}

renew() {
  local phase=$1 certificate=$2.crt key=$2.key authority=$3 address
  [[ -f $certificate && -f $authority && -f /kind/kubeadm.conf ]] || return 0
  for address in $(cat /kind/old-ipv4 /kind/old-ipv6 2>/dev/null); do
    if ! openssl x509 -noout -checkip "$address" -in "$certificate" | grep -q 'does match'; then
      log "renewing the certificate for $phase"
      rm -f "$certificate" "$key"
      kubeadm init phase certs "$phase" --config /kind/kubeadm.conf >&2
      return
    fi
  done
}
