# Sourced: a root file system of Debian trixie with Docker 26 and its client.
# shellcheck shell=bash
trixie_packages=docker.io,docker-cli,containerd,runc,iptables,iproute2,ca-certificates,procps,kmod
trixie=$(cache_path engines docker26 "trixie $trixie_packages $(uname -m)")

install_trixie() {
  [ -d "$trixie" ] && return
  install_packages mmdebstrap debian-archive-keyring
  say "making a root file system with Docker 26 in $trixie; takes a minute"
  mkdir -p "$(dirname "$trixie")"
  as_root rm -rf "$trixie.part"
  as_root mmdebstrap --quiet --variant=minbase --include="$trixie_packages" trixie "$trixie.part" >&2
  as_root mv "$trixie.part" "$trixie"
}
