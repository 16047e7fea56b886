# Sourced by engine.sh: Docker 26 in a root file system of Debian trixie. Keeps images in graph drivers.
# shellcheck shell=bash
# shellcheck source=scripts/engines/trixie.sh
. "$here/trixie.sh"
root_fs=$trixie subnet=172.26
daemon_path=/usr/sbin:/usr/bin:/sbin:/bin
daemon_options=()
# shellcheck source=scripts/engines/docker.sh
. "$here/docker.sh"

install_engine() {
  install_docker_client
  install_trixie
  install_packages iproute2 util-linux
}
