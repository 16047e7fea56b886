import { stripVTControlCharacters } from 'node:util';
import type { Node } from '../contracts/index.js';

/** Trouble that a node's log tells of. */
export interface Symptom {
  /** The doctor's check that is about the same. */
  readonly code: string;
  readonly node: string;
  readonly found: string;
  /** The line of the log. */
  readonly line: string;
  readonly cure: string;
}

interface KnownSymptom {
  readonly code: string;
  readonly pattern: RegExp;
  readonly found: string;
  readonly cure: string;
}

const raiseInstances = 'sudo sysctl fs.inotify.max_user_instances=1024';
const raiseWatches = 'sudo sysctl fs.inotify.max_user_watches=524288';

/** What is more certain comes first: a line is taken for the first that fits. */
const known: readonly KnownSymptom[] = [
  {
    code: 'INOTIFY_INSTANCES',
    pattern: /(inotify|fsnotify|watcher|manager object).*too many open files/i,
    found: 'the machine’s inotify instances are used up',
    cure: raiseInstances,
  },
  {
    code: 'INOTIFY_WATCHES',
    pattern: /(inotify|watch).*no space left on device|inotify watch limit/i,
    found: 'the machine’s inotify watches are used up',
    cure: raiseWatches,
  },
  {
    code: 'DISK_SPACE',
    pattern: /no space left on device|disk quota exceeded/i,
    found: 'a file system is full',
    cure: 'Make room where the engine keeps its storage: docker system prune, or podman system prune',
  },
  {
    code: 'CGROUPS',
    pattern:
      /failed to (mount cgroup|create \S+ control group)|no cgroup namespace|cgroup controllers? .*(not|missing)|not run on a host using cgroup v1|cgroup v1 support is unsupported/i,
    found: 'the cgroups of the machine do not fit',
    cure: 'See CGROUPS in docs/doctor.md',
  },
  {
    code: 'MEMORY',
    pattern: /out of memory|oom-kill|cannot allocate memory/i,
    found: 'the memory did not suffice',
    cure: 'Delete clusters, or give the node or the machine more memory',
  },
  {
    code: 'KMSG',
    pattern: /\/dev\/kmsg.*(no such file|not permitted)/i,
    found: 'the node has no /dev/kmsg',
    cure: 'See KMSG in docs/doctor.md',
  },
  {
    code: 'KERNEL_FEATURES',
    pattern: /overlay.*(not supported|no such device|invalid argument)|can't initialize iptables table/i,
    found: 'the kernel lacks something that nodes need',
    cure: 'See KERNEL_FEATURES in docs/doctor.md',
  },
  {
    code: 'SUBNETS',
    pattern:
      /non-overlapping IPv4 address pool|pools have been fully subnetted|pool overlaps|could not find free subnet/i,
    found: 'the engine has no address range left that clashes with nothing',
    cure: 'Remove networks that nothing uses: docker network prune, or podman network prune; or give the engine more ranges (SUBNETS in docs/doctor.md)',
  },
  {
    code: 'NODE_ARCH',
    pattern: /exec format error/i,
    found: 'the node image is for another architecture',
    cure: 'Use an image for this machine’s architecture',
  },
  {
    code: 'CLOCK',
    pattern: /certificate has expired or is not yet valid/i,
    found: 'the clocks differ',
    cure: 'Synchronise the clock of the engine’s machine, or restart it',
  },
  {
    code: 'NODE_PORT',
    pattern:
      /port (6443|2379|2380|10250|10257|10259) is in use|:(6443|2379|2380|10250|10257|10259): bind: address already in use/i,
    found: 'a port that Kubernetes needs in the node is taken',
    cure: 'Take away what listens there, such as a static pod or a patch of the ports',
  },
];

/** Every code that a log can lead to. */
export const symptomCodes: readonly string[] = known.map(({ code }) => code);

/** Known trouble in the text, one of each kind, with the last line that tells of it. */
export function symptomsIn(text: string, node: string): Symptom[] {
  const found = new Map<string, Symptom>();
  for (const line of stripVTControlCharacters(text).split(/\r?\n/)) {
    const symptom = known.find(({ pattern }) => pattern.test(line));
    if (symptom === undefined) continue;
    const { pattern: _, ...rest } = symptom;
    found.set(symptom.code, { ...rest, node, line: line.trim().slice(0, 300) });
  }
  return known.flatMap(({ code }) => found.get(code) ?? []);
}

/** What a node's services printed last, and what the containers of its control plane did. */
const printLogs = `journalctl --no-pager --boot --output=cat --unit=kubelet --unit=containerd --lines=300
journalctl --no-pager --boot --output=cat --priority=warning --lines=100
tail -q -n 80 /var/log/pods/kube-system_etcd-*/*/*.log /var/log/pods/kube-system_kube-*/*/*.log 2>/dev/null`;

/** Looks through the logs of all nodes, as far as they can be had. Never throws. */
export async function findSymptoms(nodes: readonly Node[], signal?: AbortSignal): Promise<Symptom[]> {
  const found = await Promise.all(nodes.map(async (node) => symptomsIn(await logsOf(node, signal), node.name)));
  return found.flat();
}

async function logsOf(node: Node, signal?: AbortSignal): Promise<string> {
  const logs = await Promise.allSettled([
    node.log(signal),
    ...(node.running ? [node.exec(['sh', '-c', printLogs], { signal }).then(({ stdout }) => stdout)] : []),
  ]);
  return logs.map((log) => (log.status === 'fulfilled' ? log.value : '')).join('\n');
}
