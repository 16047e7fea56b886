# Cgroups of their own for the kubelet and its pods: nodes on one machine must not see each other's.

prepare_cgroups() {
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    # The controllers can only be handed down once systemd has moved the processes out of the root cgroup:
    # prepare-kubelet-cgroup does it, right before the kubelet starts.
    log 'detected cgroup v2'
    return
  fi
  # Both lines' wording is what tools wait for in the node's log.
  log 'detected cgroup v1'
  # systemd 257 needs to be told that version 1 is meant.
  export SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1
  grep -Eq '^[0-9]+:([^:]*,)?cpu(,[^:]*)?:/$' /proc/self/cgroup ||
    fail 'no cgroup namespace; create the container with --cgroupns=private'
  mount --make-rprivate /sys/fs/cgroup
  hide_misc_controller
  local hierarchy
  for hierarchy in $(awk '$3 == "cgroup" { print $2 }' /proc/self/mounts) /sys/fs/cgroup/systemd; do
    make_kubelet_cgroup "$hierarchy/kubelet" # for the cgroupfs driver
    make_kubelet_cgroup "$hierarchy/kubelet.slice"
  done
}

make_kubelet_cgroup() {
  local cgroup=$1 parent=${1%/*}
  mountpoint -q "$cgroup" && return
  mkdir -p "$cgroup"
  if [[ -f $cgroup/cpuset.cpus ]]; then
    # An empty cpuset takes no process.
    cat "$parent/cpuset.cpus" >"$cgroup/cpuset.cpus"
    cat "$parent/cpuset.mems" >"$cgroup/cpuset.mems"
  fi
  # Mounted on itself, so that systemd cannot tidy it away before the kubelet uses it.
  mount --bind "$cgroup" "$cgroup"
}

# On version 1, runc and systemd disagree about the misc controller. systemd mounts whatever /proc/cgroups names, so
# it sees a copy without misc; prepare-containerd takes the copy away again.
hide_misc_controller() {
  [[ -d /sys/fs/cgroup/misc ]] || return 0
  umount /sys/fs/cgroup/misc && rmdir /sys/fs/cgroup/misc || log 'cannot remove the misc cgroup hierarchy'
  grep -v '^misc' /proc/cgroups >/kind/cgroups
  mount --bind /kind/cgroups /proc/cgroups
}
