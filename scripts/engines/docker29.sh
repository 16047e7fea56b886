# Sourced by engine.sh: Docker 29 (moby), built from its Go modules. Keeps images in containerd.
# shellcheck shell=bash
moby=v2.0.0-beta.24 containerd=v2.2.1 runc=v1.5.2
bin=$(cache_path engines docker29 "$moby $containerd $runc $(uname -m)")
root_fs=/ subnet=172.29
daemon_path=$bin:$PATH
daemon_options=(--ip-forward-no-drop)
# shellcheck source=scripts/engines/docker.sh
. "$here/docker.sh"

go_install() { GOBIN=$bin.part nice go install -trimpath -ldflags '-s -w' "$@"; }

install_engine() {
  install_docker_client
  install_packages iptables iproute2 util-linux
  [ -d "$bin" ] && return
  install_packages gcc libc6-dev
  require_go
  say "building Docker 29 (moby $moby, containerd $containerd, runc $runc) into $bin; takes some minutes"
  mkdir -p "$bin.part"
  CGO_ENABLED=0 go_install github.com/moby/moby/v2/cmd/{dockerd,docker-proxy}@$moby
  CGO_ENABLED=0 go_install github.com/containerd/containerd/v2/cmd/{containerd,containerd-shim-runc-v2,ctr}@$containerd
  CGO_ENABLED=1 go_install github.com/opencontainers/runc@$runc
  mv "$bin.part" "$bin"
}
