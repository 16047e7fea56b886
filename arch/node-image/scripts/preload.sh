#!/bin/bash
# Unpacks images into a node's containerd: preload.sh <root file system> <folder of archives>
# Run it by `unshare --mount --pid --fork`, so that no mount and no process outlives it.
set -o errexit -o nounset -o pipefail
rootfs=$1 archives=$2
store=/var/lib/containerd
snapshots=$store/io.containerd.snapshotter.v1.overlayfs/snapshots

ctr() { chroot "$rootfs" ctr --namespace k8s.io "$@"; }

mount_system() {
  mount --make-rprivate /
  mount --bind "$rootfs" "$rootfs"
  mount -t proc proc "$rootfs/proc"
  mount --rbind /sys "$rootfs/sys"
  mount --rbind /dev "$rootfs/dev"
  mount -t tmpfs tmpfs "$rootfs/run"
  mount -t tmpfs tmpfs "$rootfs/tmp"
  mkdir "$rootfs/tmp/archives"
  mount --bind "$archives" "$rootfs/tmp/archives"
}

start_containerd() {
  chroot "$rootfs" containerd --config /dev/null >"$rootfs/tmp/log" 2>&1 &
  containerd=$!
  local attempt
  for attempt in {1..100}; do
    if ctr version >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  cat "$rootfs/tmp/log" >&2
  return 1
}

import_images() {
  local archive image
  for archive in "$archives"/*.tar; do
    ctr images import --snapshotter overlayfs "/tmp/archives/${archive##*/}"
  done
  # The kubelet's garbage collection leaves pinned images alone.
  for image in $(ctr images list --quiet); do
    ctr images label "$image" io.cri-containerd.image=managed io.cri-containerd.pinned=pinned >/dev/null
  done
  # Unpacked is enough: the compressed layers only take room.
  ctr content prune references
}

# Engines copy an image's /var into a volume whenever they make a container. Large files wait elsewhere in the image,
# where overlayfs finds them through a link.
move_snapshots() {
  local snapshot number
  for snapshot in "$rootfs$snapshots"/*; do
    number=${snapshot##*/}
    mkdir -p "$rootfs/kind/snapshots/$number"
    mv "$snapshot/fs" "$rootfs/kind/snapshots/$number/fs"
    ln -s "/kind/snapshots/$number/fs" "$snapshot/fs"
  done
}

mount_system
start_containerd
import_images
# It closes its database.
kill "$containerd"
wait "$containerd" || true
move_snapshots
