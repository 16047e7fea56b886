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
  make_kubelet_cgroups
}

# All at once: a node boots for every cluster, and starting a program per cgroup would be half of its boot.
make_kubelet_cgroups() {
  local source target type rest cgroups=() cgroup
  while read -r source target type rest; do
    # kubelet is for the cgroupfs driver, kubelet.slice for systemd's.
    [[ $type == cgroup ]] && cgroups+=("$target/kubelet" "$target/kubelet.slice")
  done </proc/self/mounts
  mkdir -p "${cgroups[@]}" /sys/fs/cgroup/systemd/kubelet.slice
  for cgroup in "${cgroups[@]}"; do
    [[ -f $cgroup/cpuset.cpus ]] || continue
    # An empty cpuset takes no process.
    echo "$(<"${cgroup%/*}/cpuset.cpus")" >"$cgroup/cpuset.cpus"
    echo "$(<"${cgroup%/*}/cpuset.mems")" >"$cgroup/cpuset.mems"
  done
  # Mounted on themselves, so that systemd cannot tidy them away before the kubelet uses them.
  for cgroup in "${cgroups[@]}"; do echo "$cgroup $cgroup none bind"; done >/run/kubelet-cgroups
  mount --all --fstab /run/kubelet-cgroups
}

# On version 1, runc and systemd disagree about the misc controller. systemd mounts whatever /proc/cgroups names, so
# it sees a copy without misc; prepare-containerd takes the copy away again.
hide_misc_controller() {
  [[ -d /sys/fs/cgroup/misc ]] || return 0
  umount /sys/fs/cgroup/misc && rmdir /sys/fs/cgroup/misc || log 'cannot remove the misc cgroup hierarchy'
  grep -v '^misc' /proc/cgroups >/kind/cgroups
  mount --bind /kind/cgroups /proc/cgroups
}
