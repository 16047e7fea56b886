import type { NodeFile } from '../contracts/node.js';
import type { NodeResources } from '../contracts/provider.js';

const programPath = '/usr/local/lib/kind/within-limits';
const dropInPath = '/etc/systemd/system/kubelet.service.d/30-within-limits.conf';

/**
 * The engine limits a node by cgroups, but the kubelet takes a node's capacity from /proc/meminfo and from the kernel's list of
 * CPUs, which are the machine's. So it runs where these files say what the limits are. That place is the kubelet's own: a node
 * whose /proc is covered in part could not run pods with user namespaces. Every other mount is shared with the node, since
 * the kubelet makes mounts for pods.
 */
const program = `#!/bin/sh
# within-limits CPUS|- KIBIBYTES|- COMMAND…
set -eu
if [ -z "\${WITHIN_LIMITS:-}" ]; then
  exec env WITHIN_LIMITS=1 unshare --mount --propagation unchanged -- "$0" "$@"
fi
unset WITHIN_LIMITS
cpus=$1 memory=$2 online=/sys/devices/system/cpu/online
shift 2
mount --make-private /proc
mount --make-private /sys
mkdir -p /run/within-limits
if [ "$memory" != - ]; then
  awk -v most="$memory" '
    /^Mem(Total|Free|Available):/ && $2 > most { $2 = most }
    /^Swap(Total|Free|Cached):/ { $2 = 0 }
    { print }' /proc/meminfo >/run/within-limits/meminfo
  mount --bind /run/within-limits/meminfo /proc/meminfo
fi
if [ "$cpus" != - ]; then
  for range in $(tr , ' ' <$online); do seq "\${range%-*}" "\${range#*-}"; done |
    head -n "$cpus" | paste -sd, >/run/within-limits/online
  mount --bind /run/within-limits/online $online
fi
exec "$@"
`;

/** The command line of kubeadm's own drop-in. */
const kubelet =
  '/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS';

/** Files with which a node's kubelet reports the node's limits as its capacity; systemd is to be told of them. */
export function kubeletLimits({ cpus, memoryBytes }: NodeResources): NodeFile[] {
  const kibibytes = memoryBytes === undefined ? '-' : Math.floor(memoryBytes / 1024);
  const start = `ExecStart=\nExecStart=${programPath} ${cpus ?? '-'} ${kibibytes} ${kubelet}\n`;
  return [
    { path: programPath, content: program, mode: 0o755 },
    { path: dropInPath, content: `[Service]\nSyslogIdentifier=kubelet\n${start}` },
  ];
}
