#!/usr/bin/env bash
# Runs a command in mount and process namespaces of its own, on another root file system when told.
#   in-namespaces.sh RUN_DIR DATA_DIR ROOT_FS PATH COMMAND…
# A plain chroot would not do: exec and image import resolve paths outside of it.
set -euo pipefail

enter_root() {
  local root=$1 dir
  mount --bind "$root" "$root"
  cd "$root"
  # Host folders that tests name in mounts are the same inside.
  for dir in /*; do
    case $dir in
      /bin | /boot | /etc | /lib* | /proc | /run | /sbin | /usr | /var | /lost+found) continue ;;
    esac
    [ -d "$dir" ] && [ ! -L "$dir" ] || continue
    mkdir -p ".$dir"
    mount --rbind "$dir" ".$dir"
  done
  mount -t proc proc proc
  mount -t tmpfs tmpfs run
  for dir in "$run_dir" "$data_dir" /var/tmp; do
    mkdir -p ".$dir"
    mount --rbind "$dir" ".$dir"
  done
  : >>etc/resolv.conf
  mount --bind "$(readlink -f /etc/resolv.conf)" etc/resolv.conf
  mkdir -p lib/modules .host
  pivot_root . .host
  umount --lazy /.host
}

run_dir=$1 data_dir=$2
if [ "$$" != 1 ]; then
  echo $$ >"$run_dir/pid"
  exec unshare --mount --pid --fork --kill-child --propagation slave bash "$0" "$@" >"$run_dir/log" 2>&1 </dev/null
fi
root_fs=$3 PATH=$4
shift 4
if [ "$root_fs" = / ]; then
  mount -t proc proc /proc
  # An engine of the machine has its own files here.
  for dir in /run/docker /run/containerd; do
    mkdir -p "$dir"
    mount -t tmpfs tmpfs "$dir"
  done
else
  enter_root "$root_fs"
fi
mount --make-rshared /
# Not exec: the shell reaps what the containers leave behind.
"$@" &
trap 'kill -TERM $!' TERM
until wait $!; [ ! -d "/proc/$!" ]; do :; done
