#!/usr/bin/env bash
# Engines for the tests, apart from any engine that the machine has already.
#
#   engine.sh install|start|stop|env|is-running podman|docker29|docker26
#
# install     gets what the engine needs; safe to repeat
# start       installs, starts and waits until the engine answers; clears what a crash of the same engine left
# stop        removes the engine's containers, networks and volumes, and ends it; keeps its images
# env         prints the exports by which kind, upstream's kind and docker or podman use this engine
# is-running  succeeds when it is: somebody may be using it
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/setup.sh
. "$here/../setup.sh"

usage() { fail "usage: $0 install|start|stop|env|is-running podman|docker29|docker26"; }

[ $# = 2 ] || usage
command=$1 engine=$2
case $engine in
  podman | docker29 | docker26) ;;
  *) usage ;;
esac
# shellcheck source=/dev/null
. "$here/$engine.sh"

# A node needs up to 30 inotify instances, and many machines allow 128 in all.
allow_many_nodes() {
  local name=fs.inotify.max_user_instances enough=1024
  [ "$(sysctl --values "$name")" -ge "$enough" ] || as_root sysctl --quiet --write "$name=$enough"
}

case $command in
  install) install_engine ;;
  start) install_engine && allow_many_nodes && start_engine ;;
  stop) stop_engine ;;
  env) print_env ;;
  is-running) is_running ;;
  *) usage ;;
esac
