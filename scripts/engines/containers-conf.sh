# Sourced: the settings without which podman starts no container on a restricted machine.
# shellcheck shell=bash

has_cap_sys_resource() {
  local effective
  effective=$(as_root sed -n 's/^CapEff:\s*//p' /proc/self/status)
  (((0x$effective >> 24) & 1))
}

has_cgroup_v2() { [ "$(stat --file-system --format %T /sys/fs/cgroup)" = cgroup2fs ]; }

# Prints nothing when the machine needs no settings.
containers_conf() {
  # Without the capability podman cannot raise limits to its own defaults.
  local ulimits=
  has_cap_sys_resource || ulimits="default_ulimits = [\"nofile=$(ulimit -Hn):$(ulimit -Hn)\", \"nproc=$(ulimit -Hu):$(ulimit -Hu)\"]"
  [ -z "$ulimits" ] || printf '[containers]\n%s\n' "$ulimits"
  # crun, the default runtime, refuses hybrid cgroups.
  has_cgroup_v2 || printf '[engine]\nruntime = "runc"\n'
}

# write_containers_conf FILE: fails when the machine needs none.
write_containers_conf() {
  local content
  content=$(containers_conf)
  [ -n "$content" ] || return 1
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$content" >"$1"
}
