#!/bin/bash
# Turns a Debian root file system into a node's, in place:
#   make-rootfs.sh <root file system> <files to add> <Kubernetes version> <pause image> <local-path image> <busybox image>
set -o errexit -o nounset -o pipefail
rootfs=$1 files=$2 version=$3 pause=$4 local_path=$5 busybox=$6

remove_what_nodes_do_not_use() {
  cd "$rootfs"
  rm -f usr/bin/containerd-shim usr/bin/containerd-shim-runc-v1
  rm -f usr/lib/cni/{dhcp,host-device,ipvlan,macvlan,sbr,vlan,vrf}
  rm -rf var/lib/apt/lists/* var/cache/* var/log/* usr/share/lintian usr/share/bash-completion usr/share/zsh
  rm -rf usr/lib/systemd/catalog var/lib/systemd/catalog usr/lib/udev/hwdb.d etc/udev/hwdb.d
  rm -f etc/hostname etc/resolv.conf
}

# systemd starts what is wanted, and a node wants little: the journal, containerd and the kubelet.
choose_services() {
  cd "$rootfs"
  rm -rf etc/systemd/system/*.wants usr/lib/systemd/system/*.wants
  local wants=usr/lib/systemd/system
  mkdir -p $wants/{sockets,sysinit,multi-user}.target.wants
  ln -s ../systemd-journald.socket ../systemd-journald-dev-log.socket $wants/sockets.target.wants
  ln -s ../systemd-journald.service $wants/sysinit.target.wants
  ln -s /etc/systemd/system/containerd.service /etc/systemd/system/kubelet.service $wants/multi-user.target.wants
  ln -sf multi-user.target $wants/default.target
}

add_files() {
  cp -r --no-preserve=ownership "$files/." "$rootfs"
  cd "$rootfs"
  find usr/local etc/containerd etc/systemd etc/default/kubelet etc/crictl.yaml kind -type f -exec chmod 0644 {} +
  find usr/local etc/containerd etc/systemd kind -type d -exec chmod 0755 {} +
  chmod 0755 usr/local/bin/* usr/local/lib/kind-node/prepare-*
  sed -i -e "s|@KUBERNETES_VERSION@|$version|g" -e "s|@PAUSE_IMAGE@|$pause|g" -e "s|@LOCAL_PATH_IMAGE@|$local_path|g" \
    -e "s|@BUSYBOX_IMAGE@|$busybox|g" kind/manifests/*.yaml etc/containerd/config.toml
  echo -n "$version" >kind/version
  # Each node gets its own when it boots.
  : >etc/machine-id
}

arrange() {
  cd "$rootfs"
  # Where containerd and every network's installer look.
  mkdir -p opt/cni etc/cni/net.d etc/containerd/certs.d etc/kubernetes/manifests
  mv usr/lib/cni opt/cni/bin
  ln -s /opt/cni/bin usr/lib/cni
  # Engines copy /var into a volume for every container: many small files are slow.
  mv var/lib/dpkg usr/lib/dpkg-database
  ln -s /usr/lib/dpkg-database var/lib/dpkg
}

remove_what_nodes_do_not_use
choose_services
add_files
arrange
