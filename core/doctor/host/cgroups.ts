import type { Check, Finding, HostSubject, Machine } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';
import { readText, requireText } from '../read.js';

/** Controllers that the kubelet insists on. */
const needed = ['cpu', 'cpuset', 'memory', 'pids'];

export const cgroups: Check<HostSubject> = {
  code: 'CGROUPS',
  title: 'cgroups',
  async run({ machine }, signal) {
    const controllers = await readText(machine, '/sys/fs/cgroup/cgroup.controllers', signal);
    if (controllers !== undefined) return readVersion2(controllers);
    return readVersion1(await requireText(machine, '/proc/cgroups', signal));
  },
};

/** `controllers` is the text of cgroup.controllers. */
export function readVersion2(controllers: string): Finding {
  const present = controllers.trim().split(/\s+/);
  const missing = needed.filter((name) => !present.includes(name));
  return missing.length === 0 ? ok(`version 2 with ${present.join(', ')}`) : lacking('version 2', missing);
}

/** `table` is the text of /proc/cgroups: name, hierarchy, number, and whether it is enabled. */
export function readVersion1(table: string): Finding {
  const rows = table.split('\n').map((line) => line.split('\t'));
  const enabled = rows.flatMap(([name, , , isEnabled]) => (name && isEnabled === '1' ? [name] : []));
  const missing = needed.filter((name) => !enabled.includes(name));
  if (missing.length > 0) return lacking('version 1', missing);
  return warning({
    found: 'version 1',
    why: 'Kubernetes maintains it no longer: from 1.35 on, a kubelet refuses to start on it unless failCgroupV1 is false.',
    cure: 'Boot the machine with systemd.unified_cgroup_hierarchy=1 on the kernel command line, for version 2.',
  });
}

function lacking(version: string, missing: readonly string[]): Finding {
  return failed({
    found: `${version} without ${missing.join(', ')}`,
    why: 'The kubelet does not start without these controllers.',
    cure: `Boot the machine with ${missing.map((name) => `cgroup_enable=${name}`).join(' ')} on the kernel command line.`,
  });
}

/** What a rootless engine must be allowed to hand to its containers. */
const delegated = ['cpu', 'memory', 'pids'];

export const rootless: Check<HostSubject> = {
  code: 'ROOTLESS',
  title: 'rights of the engine',
  async run({ engine, machine }, signal) {
    const { isRootless, name } = await engine;
    if (!isRootless) return ok(`${name} runs as root`);
    const missing = await notDelegated(machine, signal);
    if (missing.length === 0) return ok(`${name} runs without root, and has ${delegated.join(', ')}`);
    return failed({
      found: `${name} runs without root, and may not use the cgroup controllers ${missing.join(', ')}`,
      why: 'A node without these controllers cannot start its kubelet.',
      cure: "On cgroup version 2: printf '[Service]\\nDelegate=cpu cpuset io memory pids\\n' | sudo install -D /dev/stdin /etc/systemd/system/user@.service.d/delegate.conf && sudo systemctl daemon-reload; then log in anew.",
    });
  },
};

async function notDelegated(machine: Machine, signal: AbortSignal): Promise<readonly string[]> {
  const { stdout } = await machine.exec(['id', '-u'], { signal });
  const uid = stdout.trim();
  const folder = `/sys/fs/cgroup/user.slice/user-${uid}.slice/user@${uid}.service`;
  const present = (await readText(machine, `${folder}/cgroup.controllers`, signal))?.trim().split(/\s+/) ?? [];
  return delegated.filter((name) => !present.includes(name));
}
