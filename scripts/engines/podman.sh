# Sourced by engine.sh: podman as the distribution has it, with a storage and networks of its own.
# shellcheck shell=bash
# shellcheck source=scripts/engines/containers-conf.sh
. "$here/containers-conf.sh"
run_dir=/run/kind-ts-test/podman
data_dir=/var/lib/kind-ts-test/podman
conf_dir=$cache_dir/engines/podman
# All podmans of a machine keep what their name server knows in one place, by the network's name.
network=kind-ts-test
names=/run/containers/networks/aardvark-dns/$network
# Where the machine's podman serves; kind would take it for the engine that is meant.
system_socket=/run/podman/podman.sock

install_engine() {
  install_packages "${podman_packages[@]}"
}

# Locks in files: those in shared memory belong to all podmans of the machine.
write_settings() {
  mkdir -p "$conf_dir"
  {
    containers_conf "lock_type = \"file\"
tmp_dir = \"$run_dir/libpod\""
    printf '[network]\nnetwork_config_dir = "%s"\ndefault_subnet = "172.44.0.0/24"\n' "$data_dir/networks"
    printf 'default_subnet_pools = [{ base = "172.43.0.0/16", size = 24 }]\n'
    firewall_setting
  } >"$conf_dir/containers.conf"
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$data_dir/storage" "$run_dir/run" \
    >"$conf_dir/storage.conf"
}

# Only needed beside a podman that serves already; kind starts a service by itself.
serve() {
  [ -S "$system_socket" ] || return 0
  (
    eval "$(print_env)"
    # shellcheck disable=SC2016
    as_root env --unset CONTAINER_HOST setsid --fork \
      sh -c 'echo $$ >"$0/pid"; exec podman system service --time 0 "unix://$0/podman.sock"' "$run_dir"
  ) >/dev/null 2>&1 </dev/null
  timeout 30 sh -c 'until [ -S "$0" ]; do sleep 0.1; done' "$run_dir/podman.sock" || fail "podman's service did not start"
}

# Commands for this podman itself, not for its service.
own_podman() {
  (
    eval "$(print_env)"
    unset CONTAINER_HOST
    as_root podman "$@"
  )
}

is_running() { [ -d "$run_dir" ] && [ -n "$(own_podman ps --quiet)" ]; }

start_engine() {
  ! is_running || return 0
  write_settings
  as_root mkdir -p "$run_dir" "$data_dir/networks"
  own_podman info >/dev/null || fail 'podman is installed but does not answer'
  remove_containers
  as_root rm -f "$names"
  end_service
  serve
}

remove_containers() {
  own_podman rm --all --force --volumes --time 0 >/dev/null
  own_podman network prune --force >/dev/null
  own_podman image prune --force >/dev/null
  own_podman volume prune --force >/dev/null
}

end_service() {
  local pid
  pid=$(cat "$run_dir/pid" 2>/dev/null) || return 0
  ! grep -qz 'system' "/proc/$pid/cmdline" 2>/dev/null || as_root kill "$pid"
  as_root rm -f "$run_dir/pid"
}

stop_engine() {
  [ -d "$run_dir" ] || return 0
  say 'stopping podman'
  remove_containers
  end_service
  as_root umount --quiet "$data_dir/storage/overlay" || true
  as_root rm -rf "$run_dir"
}

print_env() {
  echo 'export KIND_TEST_PROVIDER=podman'
  echo 'export KIND_EXPERIMENTAL_PROVIDER=podman'
  echo "export KIND_EXPERIMENTAL_PODMAN_NETWORK=$network"
  echo "export CONTAINERS_CONF=$conf_dir/containers.conf"
  echo "export CONTAINERS_STORAGE_CONF=$conf_dir/storage.conf"
  [ ! -S "$system_socket" ] || echo "export CONTAINER_HOST=unix://$run_dir/podman.sock"
  echo 'unset DOCKER_HOST'
}
