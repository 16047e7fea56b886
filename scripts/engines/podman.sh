# Sourced by engine.sh: podman as the distribution has it.
# shellcheck shell=bash
# shellcheck source=scripts/engines/containers-conf.sh
. "$here/containers-conf.sh"

install_engine() {
  install_packages podman runc iptables iproute2 conntrack netavark aardvark-dns
}

start_engine() {
  eval "$(print_env)"
  as_root podman info >/dev/null || fail 'podman is installed but does not answer'
  remove_leftovers
}

# Only what the tests make: clusters of other names on the same podman stay.
remove_leftovers() {
  local ids
  ids=$(as_root podman ps --all --quiet --filter label=io.x-k8s.kind.cluster)
  # shellcheck disable=SC2086
  [ -z "$ids" ] || as_root podman rm --force --volumes $ids >/dev/null
}

stop_engine() {
  command -v podman >/dev/null || return 0
  eval "$(print_env)"
  remove_leftovers
}

print_env() {
  local conf=$cache_dir/engines/podman/containers.conf
  echo 'export KIND_TEST_PROVIDER=podman'
  echo 'export KIND_EXPERIMENTAL_PROVIDER=podman'
  echo 'unset DOCKER_HOST'
  write_containers_conf "$conf" && echo "export CONTAINERS_CONF=$conf"
  return 0
}
