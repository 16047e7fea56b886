#!/bin/bash
# Packs a node's root file system once its images are unpacked: finish-rootfs.sh <root file system> <tar file>
set -o errexit -o nounset -o pipefail
rootfs=$1 archive=$2

# One file, so that the kubelet shares its pages with the control plane.
binary=$(ls "$rootfs"/kind/snapshots/*/fs/usr/local/bin/kubernetes)
for program in kubelet kubeadm kubectl crictl; do ln -f "$binary" "$rootfs/usr/bin/$program"; done

# The same contents shall give the same archive.
tar --create --file "$archive" --directory "$rootfs" --sort=name --numeric-owner --mtime=@0 --format=posix \
  --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime .
