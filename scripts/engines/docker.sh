# Sourced by docker29.sh and docker26.sh: a private dockerd, beside any other that runs.
# Needs: engine, root_fs, subnet (the first two bytes of its networks), daemon_path, daemon_options.
# shellcheck shell=bash
# shellcheck source=scripts/engines/trixie.sh
. "$here/trixie.sh"
run_dir=/run/kind-ts-test/$engine
data_dir=/var/lib/kind-ts-test/$engine
socket=$run_dir/docker.sock
bridge=kindts-${engine#docker}
client_dir=$trixie-client

# Any client does; where there is none, trixie's runs with trixie's own libraries.
install_docker_client() {
  local loader
  command -v docker >/dev/null || [ -x "$client_dir/docker" ] && return
  install_trixie
  loader=$(find "$trixie"/usr/lib/*-linux-gnu* -maxdepth 1 -name 'ld-linux-*.so.*' | head -n 1)
  mkdir -p "$client_dir"
  printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' "$loader" "$(dirname "$loader")" "$trixie/usr/bin/docker" \
    >"$client_dir/docker"
  chmod +x "$client_dir/docker"
}

client() { as_root env "PATH=$PATH:$client_dir" docker --host "unix://$socket" "$@"; }
is_running() { client version >/dev/null 2>&1; }

# The process that holds the engine's namespaces: when it ends, the kernel ends everything in them.
namespace_pid() {
  local pid
  pid=$(cat "$run_dir/pid" 2>/dev/null) || return 1
  grep -qz "^KIND_TS_ENGINE=$engine$" <(as_root cat "/proc/$pid/environ" 2>/dev/null) && echo "$pid"
}

end_namespace() {
  local pid
  pid=$(namespace_pid) || return 0
  # The daemon is told first, so that it closes its databases.
  as_root pkill -TERM --parent "$pid" || true
  timeout 20 tail --pid="$pid" -f /dev/null || as_root kill -KILL "$pid"
}

# A stopped dockerd leaves its bridges, and two engines' networks may have one IPv6 range.
remove_bridges() {
  local name
  for name in $(ip -brief -4 address show type bridge | grep -E " $subnet\.[0-9.]+/" | cut -d ' ' -f 1); do
    as_root ip link delete "$name"
  done
}

make_bridge() {
  as_root ip link add "$bridge" type bridge
  as_root ip address add "$subnet.0.1/24" dev "$bridge"
  as_root ip link set "$bridge" up
}

# Where forwarding is on already, dockerd leaves the policy of FORWARD alone, and podman's containers keep working.
allow_forwarding() {
  as_root sysctl --quiet --write net.ipv4.ip_forward=1
  as_root sysctl --quiet --write net.ipv6.conf.all.forwarding=1
}

start_engine() {
  ! is_running || return 0
  say "starting $engine on $socket"
  end_namespace
  remove_bridges
  as_root rm -rf "$run_dir"
  as_root mkdir -p "$run_dir" "$data_dir"
  allow_forwarding
  make_bridge
  as_root env KIND_TS_ENGINE="$engine" setsid --fork bash "$here/in-namespaces.sh" \
    "$run_dir" "$data_dir" "$root_fs" "$daemon_path" \
    dockerd --host "unix://$socket" --data-root "$data_dir" --exec-root "$run_dir/exec" --pidfile "$run_dir/dockerd.pid" \
    --bridge "$bridge" --default-address-pool "base=$subnet.0.0/16,size=24" "${daemon_options[@]}"
  wait_until_it_answers
  as_root chown "$(id -u)" "$socket"
  remove_containers
}

wait_until_it_answers() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    is_running && return
    sleep 0.2
  done
  as_root tail -n 30 "$run_dir/log" >&2
  fail "$engine did not answer within a minute; its log is $run_dir/log"
}

remove_containers() {
  local ids
  ids=$(client ps --all --quiet)
  # shellcheck disable=SC2086
  [ -z "$ids" ] || client rm --force --volumes $ids >/dev/null
  client network prune --force >/dev/null
  client image prune --force >/dev/null
  client volume prune --force --all >/dev/null
}

stop_engine() {
  if is_running; then
    say "stopping $engine"
    remove_containers
  fi
  end_namespace
  remove_bridges
  as_root rm -rf "$run_dir"
}

print_env() {
  echo 'export KIND_TEST_PROVIDER=docker'
  echo 'export KIND_EXPERIMENTAL_PROVIDER=docker'
  echo "export DOCKER_HOST=unix://$socket"
  echo 'unset CONTAINERS_CONF CONTAINERS_STORAGE_CONF CONTAINER_HOST DOCKER_CONTEXT'
  command -v docker >/dev/null || echo "export PATH=\$PATH:$client_dir"
}
