import type { Check, Finding, HostSubject } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';
import { requireText } from '../read.js';

const mebibyte = 2 ** 20;
/** What a control plane with its add-ons takes. */
const nodeBytes = 800 * mebibyte;
const comfortable = 2048 * mebibyte;
const tooLittle = 400 * mebibyte;

export const memory: Check<HostSubject> = {
  code: 'MEMORY',
  title: 'memory',
  run: async ({ machine }, signal) => judgeMemory(await requireText(machine, '/proc/meminfo', signal)),
};

/** `meminfo` is the text of /proc/meminfo. */
export function judgeMemory(meminfo: string): Finding {
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1]) * 1024;
  if (Number.isNaN(available)) throw new Error('/proc/meminfo does not tell how much memory is available');
  const found = `${Math.round(available / mebibyte)} MiB are available`;
  if (available >= comfortable) return ok(found);
  const trouble = {
    found,
    why: `A single node takes about ${nodeBytes / mebibyte} MiB before your own pods; without memory the kernel ends its processes.`,
    cure: 'End what is not needed, delete clusters, or give the virtual machine of the engine more memory.',
  };
  return available < tooLittle ? failed(trouble) : warning(trouble);
}

export const cpus: Check<HostSubject> = {
  code: 'CPUS',
  title: 'processors',
  async run({ engine, host }) {
    const count = (await engine.catch(() => undefined))?.cpus ?? (await host.facts()).cpus;
    if (count >= 2) return ok(`${count} processors`);
    return warning({
      found: '1 processor',
      why: 'A control plane takes most of it, and slow probes restart its parts.',
      cure: 'Give the machine, or the virtual machine of the engine, at least 2 processors.',
    });
  },
};
