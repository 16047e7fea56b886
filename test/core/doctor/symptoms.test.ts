import test from 'ava';
import { symptomsIn } from '../../../core/doctor/symptoms.js';

/** Lines as programs print them, and the code that they lead to. */
const lines: readonly (readonly [line: string, code: string | undefined])[] = [
  ['Failed to create control group inotify object: Too many open files', 'INOTIFY_INSTANCES'],
  ['Failed to allocate manager object: Too many open files', 'INOTIFY_INSTANCES'],
  [
    '"Failed to watch CA file, will retry later" err="error creating fsnotify watcher: too many open files"',
    'INOTIFY_INSTANCES',
  ],
  [
    'failed to create cni conf monitor for default: failed to create fsnotify watcher: too many open files',
    'INOTIFY_INSTANCES',
  ],
  ['err="error adding watch for file /etc/kubernetes/pki/ca.crt: no space left on device"', 'INOTIFY_WATCHES'],
  ['failed to watch cni conf dir /etc/cni/net.d: no space left on device', 'INOTIFY_WATCHES'],
  ['Failed to add /run/systemd/ask-password to directory watch: inotify watch limit reached?', 'INOTIFY_WATCHES'],
  ['write /var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db: no space left on device', 'DISK_SPACE'],
  ['node: error: no cgroup namespace; create the container with --cgroupns=private', 'CGROUPS'],
  [
    '"command failed" err="kubelet is configured to not run on a host using cgroup v1. cgroup v1 support is unsupported"',
    'CGROUPS',
  ],
  ['"Failed to create an oomWatcher" err="open /dev/kmsg: no such file or directory"', 'KMSG'],
  ['exec /usr/local/bin/entrypoint: exec format error', 'NODE_ARCH'],
  ['x509: certificate has expired or is not yet valid: current time 2026-11-23', 'CLOCK'],
  ['[ERROR Port-6443]: Port 6443 is in use', 'NODE_PORT'],
  ['Memory cgroup out of memory: Killed process 4711 (kube-apiserver)', 'MEMORY'],
  ['\x1b[0;1;31mFailed to create symlink /sys/fs/cgroup/cpu: File exists\x1b[0m', undefined],
  ['\x1b[0;1;31mFailed to create /init.scope control group: Read-only file system\x1b[0m', 'CGROUPS'],
  ['Started kubelet.service - kubelet: The Kubernetes Node Agent.', undefined],
];

for (const [line, code] of lines)
  test(`${code ?? 'nothing'} is read from: ${line}`, (t) => {
    t.deepEqual(
      symptomsIn(line, 'n').map((symptom) => symptom.code),
      code === undefined ? [] : [code],
    );
  });

test('of each kind of trouble the last line is told, and the most certain kind first', (t) => {
  const disk = (file: string) => `write ${file}: no space left on device`;
  const text = `${disk('/a')}\r\n${disk('/b')}\r\nfsnotify: too many open files\r\n`;
  t.deepEqual(
    symptomsIn(text, 'n').map(({ code, line }) => [code, line]),
    [
      ['INOTIFY_INSTANCES', 'fsnotify: too many open files'],
      ['DISK_SPACE', disk('/b')],
    ],
  );
});
