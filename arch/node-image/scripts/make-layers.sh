#!/bin/bash
# Makes the file systems of the images that a node carries: make-layers.sh <root file system> <programs> <layers>
# <programs> has kubernetes, pause and local-path-provisioner; each tar file that appears in <layers> is one layer.
set -o errexit -o nounset -o pipefail
build=$(realpath "$(dirname "$0")") rootfs=$(realpath "$1") programs=$(realpath "$2") layers=$(realpath "$3")

control_plane_programs=(kube-apiserver kube-controller-manager kube-scheduler kube-proxy etcd etcdctl node-routes)

layer_of_kubernetes() {
  local layer=$layers/kubernetes program
  mkdir -p "$layer/usr/local/bin"
  users "$layer"
  cp --link "$programs/kubernetes" "$layer/usr/local/bin/kubernetes"
  for program in "${control_plane_programs[@]}"; do ln -s kubernetes "$layer/usr/local/bin/$program"; done
  ln -s usr/local/bin/kubernetes "$layer/coredns"
}

# The tools that kube-proxy and node-routes call, with what they load, as they are in the node.
layer_of_network_tools() {
  local layer=$layers/network-tools tool
  mkdir -p "$layer/usr/bin" "$layer/usr/sbin" "$layer/usr/lib" "$layer/run"
  ln -s usr/bin usr/sbin usr/lib "$layer"
  [[ ! -d $rootfs/usr/lib64 ]] || ln -s usr/lib64 "$layer"
  (
    cd "$rootfs"
    copy_with_libraries "$layer" usr/sbin/{xtables-nft-multi,xtables-legacy-multi,nft,conntrack,ipset} \
      usr/bin/busybox usr/lib/*-linux-gnu/xtables/*.so
  )
  ln -s busybox "$layer/usr/bin/sh"
  ln -s ../bin/busybox "$layer/usr/sbin/modprobe"
  install -D "$build/iptables-wrapper" "$layer/usr/local/sbin/iptables-wrapper"
  for tool in {ip,ip6}tables{,-save,-restore}; do
    ln -s ../local/sbin/iptables-wrapper "$layer/usr/sbin/$tool"
    ln -s xtables-nft-multi "$layer/usr/sbin/${tool/tables/tables-nft}"
    ln -s xtables-legacy-multi "$layer/usr/sbin/${tool/tables/tables-legacy}"
  done
}

# Copies files of the current folder, the node's, and the shared libraries that they name into a layer.
copy_with_libraries() {
  local layer=$1 library
  shift
  cp -a --parents "$@" "$layer"
  # It complains about those that are static.
  { chroot "$rootfs" ldd "$@" 2>/dev/null || true; } |
    awk '$2 == "=>" { print $3 } $2 ~ /^\(0x/ && $1 ~ /^\// { print $1 }' | sort -u | while read -r library; do
    [[ $library == /usr/* ]] || library=/usr$library
    mkdir -p "$layer${library%/*}"
    cp -L "$rootfs$library" "$layer$library"
  done
}

layer_of_busybox() {
  local layer=$layers/busybox applet
  mkdir -p "$layer/bin" "$layer/home" "$layer/var/www"
  users "$layer"
  install "$rootfs/usr/bin/busybox" "$layer/bin/busybox"
  for applet in $(chroot "$rootfs" /usr/bin/busybox --list); do
    [[ $applet == busybox ]] || ln -s busybox "$layer/bin/$applet"
  done
}

users() {
  local layer=$1
  mkdir -p "$layer/etc" "$layer/root"
  install -d -m 1777 "$layer/tmp"
  printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/bin/false >"$layer/etc/passwd"
  printf '%s\n' root:x:0: nogroup:x:65534: >"$layer/etc/group"
}

layer_of_kubernetes
layer_of_network_tools
layer_of_busybox
install -D "$programs/pause" "$layers/pause/pause"
install -D "$programs/local-path-provisioner" "$layers/local-path/usr/local/bin/local-path-provisioner"
users "$layers/local-path"

# The same contents shall give the same layer.
for layer in "$layers"/*; do
  tar --create --file "$layer.tar" --directory "$layer" --sort=name --numeric-owner --owner=0 --group=0 --mtime=@0 \
    --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime .
  rm -r "$layer"
done
