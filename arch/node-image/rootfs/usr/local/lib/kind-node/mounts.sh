# What systemd and the kubelet expect of the mounts.

# Whether we run in a user namespace, as in a rootless engine: then some mounts are not ours to change.
in_user_namespace() { ! grep -Eq '^ +0 +0 +4294967295$' /proc/self/uid_map; }

prepare_mounts() {
  # A read-only /sys tells systemd that this is a container and that there are no devices to manage.
  # https://systemd.io/CONTAINER_INTERFACE
  mount -o remount,ro /sys || in_user_namespace || fail 'cannot mount /sys read-only'
  # Pods with mount propagation need mounts that propagate.
  mount --make-rshared /
}
