# What tells this node from others: all nodes share one machine and one image.

give_identity() {
  # Empty in the image. Kept when the node restarts: Kubernetes knows the node by it.
  local uuid=/proc/sys/kernel/random/uuid
  [[ -s /etc/machine-id ]] || tr -d - <$uuid >/etc/machine-id
  [[ -s /kind/product_uuid ]] || cat $uuid >/kind/product_uuid
  echo kind >/kind/product_name
  cover /kind/product_name /sys/class/dmi/id/product_name
  cover /kind/product_uuid /sys/class/dmi/id/product_uuid
}

# Shows `$1` in the place of `$2`, where there is one.
cover() {
  [[ -f $2 ]] || return 0
  mount --bind -o ro "$1" "$2"
}
