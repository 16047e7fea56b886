import type { Check, Finding, HostSubject, Machine } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';
import { readNumber } from '../read.js';

/** What one node may take: systemd, containerd, the kubelet and the pods of a control plane. */
const instancesPerNode = 30;
/** A node whose systemd gets fewer does not boot. */
const leastInstances = 10;
/** What a desktop or a server has in use anyway, where it cannot be counted. */
const usualInstances = 20;
const comfortable = 5;

export interface InotifyUse {
  readonly limit: number;
  /** Undefined where the processes of others cannot be looked into. */
  readonly used: number | undefined;
}

export const inotifyInstances: Check<HostSubject> = {
  code: 'INOTIFY_INSTANCES',
  title: 'inotify instances',
  async run({ machine, newNodes }, signal) {
    const limit = await readNumber(machine, '/proc/sys/fs/inotify/max_user_instances', signal);
    return judgeInstances({ limit, used: await countInstances(machine, signal) }, newNodes);
  },
};

/** With `newNodes` 0 it is about the machine: there shall be room for some nodes. */
export function judgeInstances({ limit, used }: InotifyUse, newNodes: number): Finding {
  const free = limit - (used ?? usualInstances);
  const room = Math.max(0, Math.floor(free / instancesPerNode));
  const inUse = used === undefined ? '' : `, of which ${used} are in use`;
  const found = `${limit} inotify instances a user${inUse}: room for ${room} more ${room === 1 ? 'node' : 'nodes'}`;
  const trouble = {
    found: newNodes > 0 ? `${found}, and ${newNodes} ${newNodes === 1 ? 'is' : 'are'} wanted` : found,
    why: `A node takes up to ${instancesPerNode}; without them its systemd, kubelet or pods fail with "too many open files".`,
    cure: raise('max_user_instances', Math.max(1024, 2 ** Math.ceil(Math.log2(limit + newNodes * instancesPerNode)))),
  };
  if (free < leastInstances * Math.max(newNodes, 1)) return failed(trouble);
  return room < (newNodes || comfortable) ? warning(trouble) : ok(found);
}

/** Only root sees all of them: what others get to see would be too few. */
async function countInstances(machine: Machine, signal: AbortSignal): Promise<number | undefined> {
  const { stdout: uid } = await machine.exec(['id', '-u'], { signal });
  if (uid.trim() !== '0') return undefined;
  const argv = [
    'find',
    '/proc',
    '-maxdepth',
    '3',
    '-path',
    '/proc/[0-9]*/fd/*',
    '-user',
    '0',
    '-lname',
    'anon_inode:inotify',
  ];
  // Processes that end meanwhile make find fail, and do not matter.
  const { stdout, exitCode } = await machine.exec(argv, { signal });
  return stdout === '' && exitCode !== 0 ? undefined : stdout.split('\n').length - 1;
}

const fewWatches = 65_536;
const tooFewWatches = 8_192;

export const inotifyWatches: Check<HostSubject> = {
  code: 'INOTIFY_WATCHES',
  title: 'inotify watches',
  run: async ({ machine }, signal) =>
    judgeWatches(await readNumber(machine, '/proc/sys/fs/inotify/max_user_watches', signal)),
};

export function judgeWatches(limit: number): Finding {
  const found = `${limit} inotify watches a user`;
  if (limit >= fewWatches) return ok(found);
  const trouble = {
    found,
    why: 'All nodes share them, with editors and development servers; without, the kubelet says "no space left on device".',
    cure: raise('max_user_watches', 524_288),
  };
  return limit < tooFewWatches ? failed(trouble) : warning(trouble);
}

function raise(name: string, value: number): string {
  const setting = `fs.inotify.${name}=${value}`;
  return `sudo sysctl ${setting}; to keep it: echo ${setting} | sudo tee -a /etc/sysctl.d/99-kind.conf`;
}
