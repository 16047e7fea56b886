import type { Check, Finding, HostSubject, Machine } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';
import { readText, requireText } from '../read.js';

/** What a node needs of the kernel; several names: one of them. The module's name where it differs from the option's. */
const features = [
  { what: 'overlayfs', options: ['OVERLAY_FS'], module: 'overlay' },
  { what: 'bridges', options: ['BRIDGE'], module: 'bridge' },
  { what: 'virtual network pairs', options: ['VETH'], module: 'veth' },
  {
    what: 'iptables or nftables',
    options: ['NF_TABLES', 'IP_NF_IPTABLES', 'IP_NF_IPTABLES_LEGACY'],
    module: 'nf_tables',
  },
  { what: 'address translation', options: ['NF_NAT'], module: 'nf_nat' },
  { what: 'connection tracking', options: ['NF_CONNTRACK'], module: 'nf_conntrack' },
  { what: 'comments in rules', options: ['NETFILTER_XT_MATCH_COMMENT'], module: 'xt_comment' },
  { what: 'load balancing by chance', options: ['NETFILTER_XT_MATCH_STATISTIC'], module: 'xt_statistic' },
];
const ipvs = { what: 'IPVS', options: ['IP_VS'], module: 'ip_vs' };

export const kernelFeatures: Check<HostSubject> = {
  code: 'KERNEL_FEATURES',
  title: 'kernel features',
  async run({ machine, networking }, signal) {
    const config = await kernelConfig(machine, signal);
    const wanted = networking.kubeProxyMode === 'ipvs' ? [...features, ipvs] : features;
    const release = (await machine.exec(['uname', '-r'], { signal })).stdout.trim();
    const modules = await machine.exec(['test', '-d', `/lib/modules/${release}`], { signal });
    const loaded = (await readText(machine, '/proc/modules', signal)) ?? '';
    return judgeKernel(config, wanted, { canLoad: modules.exitCode === 0, loaded, release });
  },
};

export interface Modules {
  /** Whether the running kernel's modules are on the disk. */
  readonly canLoad: boolean;
  /** The text of /proc/modules. */
  readonly loaded: string;
  readonly release: string;
}

/** `config` is the kernel's configuration: `CONFIG_OVERLAY_FS=y`, a line an option. */
export function judgeKernel(config: string, wanted: typeof features, { canLoad, loaded, release }: Modules): Finding {
  const state = (option: string) => new RegExp(`^CONFIG_${option}=([ym])$`, 'm').exec(config)?.[1];
  const has = (module: string) => loaded.split('\n').some((line) => line.startsWith(`${module} `));
  const lacking = wanted.filter(({ options }) => !options.some(state));
  if (lacking.length > 0) {
    return failed({
      found: `Linux ${release} was built without ${lacking.map(({ what }) => what).join(', ')}`,
      why: 'Nodes, their pods or their Services cannot work without.',
      cure: `Use a kernel with ${lacking.map(({ options }) => `CONFIG_${options[0]}`).join(', ')}.`,
    });
  }
  const unloaded = wanted.filter(
    ({ options, module }) => !options.some((option) => state(option) === 'y') && !has(module) && !canLoad,
  );
  if (unloaded.length === 0) return ok(`Linux ${release} has all that nodes need`);
  return warning({
    found: `${unloaded.map(({ module }) => module).join(', ')} not loaded, and /lib/modules/${release} is not there`,
    why: 'The kernel was updated and the machine not restarted: what is not loaded yet cannot be loaded.',
    cure: 'Restart the machine.',
  });
}

async function kernelConfig(machine: Machine, signal: AbortSignal): Promise<string> {
  const release = (await machine.exec(['uname', '-r'], { signal })).stdout.trim();
  const packed = await machine.exec(['gzip', '-dc', '/proc/config.gz'], { signal });
  if (packed.exitCode === 0) return packed.stdout;
  for (const path of [`/boot/config-${release}`, `/lib/modules/${release}/config`]) {
    const text = await readText(machine, path, signal);
    if (text !== undefined) return text;
  }
  return requireText(machine, `/usr/lib/ostree-boot/config-${release}`, signal).catch(() => {
    throw new Error(`the configuration of Linux ${release} is neither in /proc/config.gz nor in /boot`);
  });
}

export const kernelLog: Check<HostSubject> = {
  code: 'KMSG',
  title: 'kernel log',
  async run({ machine }, signal) {
    const { exitCode } = await machine.exec(['test', '-e', '/dev/kmsg'], { signal });
    if (exitCode === 0) return ok('/dev/kmsg is there');
    return failed({
      found: '/dev/kmsg is missing',
      why: 'The kubelet watches it for processes that ran out of memory, and does not start without.',
      cure: 'In a container of LXC or the like: sudo ln -s /dev/console /dev/kmsg; better, use a virtual machine.',
    });
  },
};

export const forwarding: Check<HostSubject> = {
  code: 'IP_FORWARD',
  title: 'IP forwarding',
  async run({ machine, networking: { ipFamily }, engine }, signal) {
    const { isRootless } = await engine;
    if (isRootless) return ok('a rootless engine has network settings of its own');
    const [ipv4, ipv6] = await Promise.all(
      ['ipv4/ip_forward', 'ipv6/conf/all/forwarding'].map(
        async (name) => (await readText(machine, `/proc/sys/net/${name}`, signal))?.trim() === '1',
      ),
    );
    return judgeForwarding(ipv4 ?? false, ipv6 ?? false, ipFamily);
  },
};

export function judgeForwarding(ipv4: boolean, ipv6: boolean, family: 'ipv4' | 'ipv6' | 'dual'): Finding {
  const settings = [
    ...(family !== 'ipv6' && !ipv4 ? ['net.ipv4.ip_forward'] : []),
    ...(family !== 'ipv4' && !ipv6 ? ['net.ipv6.conf.all.forwarding'] : []),
  ];
  if (settings.length === 0)
    return ok(`on${ipv6 ? ', also for IPv6' : '; off for IPv6, which the cluster does not use'}`);
  return warning({
    found: `${settings.join(' and ')} is off`,
    why: 'Nodes and pods reach nothing outside of the machine, and published ports do not lead to them.',
    cure: `sudo sysctl ${settings.map((name) => `${name}=1`).join(' ')}`,
  });
}
