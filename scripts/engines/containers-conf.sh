# Sourced: what podman needs, and the settings without which it starts no container on a restricted machine.
# shellcheck shell=bash

# Which of iptables and nft it calls depends on its version.
# shellcheck disable=SC2034
podman_packages=(podman runc iptables nftables iproute2 conntrack netavark aardvark-dns)

has_cap_sys_resource() {
  local effective
  effective=$(as_root sed -n 's/^CapEff:\s*//p' /proc/self/status)
  (((0x$effective >> 24) & 1))
}

has_cgroup_v2() { [ "$(stat --file-system --format %T /sys/fs/cgroup)" = cgroup2fs ]; }

smaller_of() { printf '%s\n' "$@" | grep -v unlimited | sort -n | head -n 1; }

# containers_conf [LINES]: LINES go into [engine]. Prints nothing when there are none and the machine needs none.
containers_conf() {
  local files processes engine=${1:-}
  if ! has_cap_sys_resource; then
    # Nothing can raise a limit here, so podman's own defaults fail. It lowers its processes to pid_max itself.
    files=$(smaller_of "$(ulimit -Hn)" 1048576)
    processes=$(smaller_of "$(ulimit -Hu)" "$(cat /proc/sys/kernel/pid_max)")
    printf '[containers]\ndefault_ulimits = ["nofile=%s:%s", "nproc=%s:%s"]\n' "$files" "$files" "$processes" "$processes"
  fi
  # crun, the default runtime, refuses hybrid cgroups.
  has_cgroup_v2 || engine="runtime = \"runc\"${engine:+$'\n'$engine}"
  [ -z "$engine" ] || printf '[engine]\n%s\n' "$engine"
}

# podman 5's service fails with the nftables driver (netavark 1.14: "got invalid json"); iptables works on every version.
firewall_setting() {
  local version
  version=$(podman --version 2>/dev/null | sed 's/[^0-9]*//')
  [ "${version%%.*}" -lt 5 ] 2>/dev/null || echo 'firewall_driver = "iptables"'
}
