import test from 'ava';
import { readVersion1, readVersion2 } from '../../../core/doctor/host/cgroups.js';
import { judgeDisk } from '../../../core/doctor/host/disk.js';
import { judgeInstances, judgeWatches } from '../../../core/doctor/host/inotify.js';
import { judgeForwarding, judgeKernel } from '../../../core/doctor/host/kernel.js';
import { judgeProxy } from '../../../core/doctor/host/proxy.js';
import { judgeResolver } from '../../../core/doctor/host/resolver.js';
import { judgeMemory } from '../../../core/doctor/host/resources.js';
import { parseIpv6Routes, parseRoutes } from '../../../core/doctor/host/routes.js';
import { judgeSubnets } from '../../../core/doctor/host/subnets.js';

const cgroupsTable = `#subsys_name	hierarchy	num_cgroups	enabled
cpuset	3	162	1
cpu	1	218	1
memory	4	3527	1
pids	8	218	1
`;

test('cgroup version 1 is a warning, and a failure when a controller is off', (t) => {
  t.is(readVersion1(cgroupsTable).status, 'warning');
  const finding = readVersion1(cgroupsTable.replace('memory	4	3527	1', 'memory	0	1	0'));
  t.like(finding, { status: 'failed', found: 'version 1 without memory' });
  t.regex(finding.status === 'failed' ? finding.cure : '', /cgroup_enable=memory/);
});

test('cgroup version 2 is fine when it has what the kubelet needs', (t) => {
  t.is(readVersion2('cpuset cpu io memory hugetlb pids rdma misc\n').status, 'ok');
  t.like(readVersion2('cpu io memory\n'), { status: 'failed', found: 'version 2 without cpuset, pids' });
});

test('inotify instances are judged by how many nodes they leave room for', (t) => {
  t.is(judgeInstances({ limit: 1024, used: 36 }, 0).status, 'ok');
  t.regex(
    judgeInstances({ limit: 128, used: undefined }, 0).found,
    /128 inotify instances a user: room for 3 more nodes/,
  );
  t.is(judgeInstances({ limit: 128, used: 20 }, 0).status, 'warning');
  t.is(judgeInstances({ limit: 128, used: 20 }, 3).status, 'ok');
  t.is(judgeInstances({ limit: 128, used: 20 }, 5).status, 'warning');
  t.is(judgeInstances({ limit: 128, used: 110 }, 3).status, 'failed');
  t.is(judgeInstances({ limit: 128, used: 125 }, 0).status, 'failed');
});

test('the cure for too few inotify instances allows as many nodes as are wanted', (t) => {
  const finding = judgeInstances({ limit: 1024, used: 1000 }, 50);
  t.regex(finding.status === 'failed' ? finding.cure : '', /^sudo sysctl fs\.inotify\.max_user_instances=4096;/);
});

test('inotify watches are judged by their limit', (t) => {
  t.deepEqual(
    [192_536, 16_384, 4096].map((limit) => judgeWatches(limit).status),
    ['ok', 'warning', 'failed'],
  );
});

const df = (available: number) => `Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/vda         264212084 39610620  ${available}      42% /
`;
const inodes = (used: number, free: number) => `Filesystem       Inodes  IUsed    IFree IUse% Mounted on
/dev/vda       ${used + free} ${used} ${free}    5% /
`;

test('a disk is judged by its free space and its free inodes', (t) => {
  const found = '53.3 GiB and 95 % of the inodes are free in /var/lib/docker';
  t.deepEqual(judgeDisk('/var/lib/docker', df(55_890_644), inodes(5, 95)), { status: 'ok', found });
  t.is(judgeDisk('/', df(3_000_000), inodes(5, 95)).status, 'warning');
  t.is(judgeDisk('/', df(100_000), inodes(5, 95)).status, 'failed');
  t.is(judgeDisk('/', df(55_890_644), inodes(97, 3)).status, 'warning');
  t.is(judgeDisk('/', df(55_890_644), inodes(1000, 0)).status, 'failed');
});

test('a file system without a number of inodes is not out of them', (t) => {
  const btrfs = 'Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/sda2       0     0     0     - /\n';
  t.is(judgeDisk('/', df(55_890_644), btrfs).status, 'ok');
  t.is(judgeDisk('/', df(55_890_644), '').status, 'ok');
});

test('memory is judged by what is available', (t) => {
  const meminfo = (kilobytes: number) =>
    `MemTotal:       24684096 kB\nMemFree:        100 kB\nMemAvailable:   ${kilobytes} kB\n`;
  t.deepEqual(judgeMemory(meminfo(21_891_160)), { status: 'ok', found: '21378 MiB are available' });
  t.is(judgeMemory(meminfo(1_000_000)).status, 'warning');
  t.is(judgeMemory(meminfo(300_000)).status, 'failed');
  t.throws(() => judgeMemory('MemTotal: 1 kB\n'), { message: /does not tell/ });
});

const kernel = ['OVERLAY_FS', 'BRIDGE'].map((name) => ({ what: name, options: [name], module: name.toLowerCase() }));
const modules = { canLoad: true, loaded: '', release: '6.18.0' };

test('a kernel is judged by its configuration', (t) => {
  t.is(judgeKernel('CONFIG_OVERLAY_FS=y\nCONFIG_BRIDGE=m\n', kernel, modules).status, 'ok');
  const finding = judgeKernel('CONFIG_OVERLAY_FS=y\n# CONFIG_BRIDGE is not set\n', kernel, modules);
  t.like(finding, { status: 'failed', found: 'Linux 6.18.0 was built without BRIDGE' });
});

test('a module that is neither loaded nor on the disk is a warning', (t) => {
  const config = 'CONFIG_OVERLAY_FS=m\nCONFIG_BRIDGE=m\n';
  const loaded = 'overlay_fs 1 0 - Live 0x0\n';
  t.like(judgeKernel(config, kernel, { ...modules, canLoad: false, loaded }), {
    status: 'warning',
    found: 'bridge not loaded, and /lib/modules/6.18.0 is not there',
  });
});

test('forwarding matters for the address families that a cluster uses', (t) => {
  t.is(judgeForwarding(true, false, 'ipv4').status, 'ok');
  t.like(judgeForwarding(true, false, 'dual'), {
    status: 'warning',
    cure: 'sudo sysctl net.ipv6.conf.all.forwarding=1',
  });
  t.is(judgeForwarding(false, true, 'ipv4').status, 'warning');
});

const routeTable = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
br-76e71945b72d	00011DAC	00000000	0001	0	0	0	00FFFFFF	0	0	0
eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
`;
const ipv6RouteTable = `fc00f8530ccde7930000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000005 00000000 00000001 br-76e71945b72d
fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
fd000000000000000000000000000002 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000005 00000000 80200001     eth0
`;

test('routes are read from the kernel’s tables, without the default ones', (t) => {
  t.deepEqual(parseRoutes(routeTable), [
    { device: 'br-76e71945b72d', subnet: '172.29.1.0/24' },
    { device: 'eth0', subnet: '192.0.2.0/24' },
  ]);
  t.deepEqual(parseIpv6Routes(ipv6RouteTable), [
    { device: 'br-76e71945b72d', subnet: 'fc00:f853:0ccd:e793:0000:0000:0000:0000/64' },
  ]);
});

const networking = { ipFamily: 'ipv4' as const, podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16' };
const kindNetwork = { name: 'kind', subnets: ['172.29.1.0/24', 'fc00:f853:ccd:e793::/64'] };
const ownRoutes = [...parseRoutes(routeTable), ...parseIpv6Routes(ipv6RouteTable)];

test('an engine network and the route to its own bridge do not clash', (t) => {
  t.is(judgeSubnets([kindNetwork], ownRoutes, networking).status, 'ok');
  t.is(judgeSubnets([kindNetwork], [], networking).status, 'ok');
});

test('a second route to the range of an engine network is a failure that names both', (t) => {
  const stale = { device: 'br-old', subnet: '172.29.1.0/24' };
  const inside = { device: 'tun0', subnet: '172.29.1.128/25' };
  for (const route of [stale, inside]) {
    const finding = judgeSubnets([kindNetwork], [...ownRoutes, route], networking);
    t.is(finding.status, 'failed');
    t.is(finding.found, `network kind (172.29.1.0/24) and the route to ${route.device} (${route.subnet})`);
  }
});

test('a wider route of a VPN takes nothing from a network', (t) => {
  const vpn = { device: 'tun0', subnet: '172.16.0.0/12' };
  t.is(judgeSubnets([kindNetwork], [...ownRoutes, vpn], networking).status, 'ok');
});

test('a clash in an address family that the cluster does not use is a warning', (t) => {
  const stale = { device: 'br-old', subnet: 'fc00:f853:0ccd:e793:0000:0000:0000:0000/64' };
  const judge = (ipFamily: 'ipv4' | 'dual') =>
    judgeSubnets([kindNetwork], [...ownRoutes, stale], { ...networking, ipFamily });
  t.like(judge('ipv4'), {
    status: 'warning',
    found: 'network kind (fc00:f853:ccd:e793::/64) and the route to br-old (fc00:f853:ccd:e793::/64)',
  });
  t.is(judge('dual').status, 'failed');
});

test('two engine networks with one range are a failure', (t) => {
  const other = { name: 'other', subnets: ['172.29.0.0/16'] };
  const { status, found } = judgeSubnets([kindNetwork, other], ownRoutes, networking);
  t.is(status, 'failed');
  t.regex(found, /network kind \(172\.29\.1\.0\/24\) and network other \(172\.29\.0\.0\/16\)/);
});

test('pods and Services in a range of the host are a warning', (t) => {
  const pods = judgeSubnets([kindNetwork], [...ownRoutes, { device: 'eth1', subnet: '10.0.0.0/8' }], networking);
  t.is(pods.status, 'warning');
  t.regex(pods.found, /the pods \(10\.244\.0\.0\/16\) and the route to eth1/);
  t.regex(pods.found, /the Services \(10\.96\.0\.0\/16\) and the route to eth1/);
  t.is(judgeSubnets([kindNetwork], ownRoutes, { ...networking, podSubnet: '172.29.0.0/16' }).status, 'warning');
});

test('a resolver on loopback is a warning, unless systemd-resolved is behind it', (t) => {
  t.is(judgeResolver('nameserver 10.255.255.53\n').status, 'ok');
  t.is(judgeResolver('# empty\n').status, 'warning');
  t.is(judgeResolver('nameserver 127.0.0.1\n').status, 'warning');
  t.is(judgeResolver('nameserver 127.0.0.53\noptions edns0\n', 'nameserver 192.168.1.1\n').status, 'ok');
});

test('a proxy on loopback is a failure, since loopback is the node itself in a node', (t) => {
  for (const value of ['http://127.0.0.1:3128', 'localhost:3128', 'http://[::1]:3128'])
    t.is(judgeProxy({ https_proxy: value }, []).status, 'failed', value);
});

test('a proxy is fine when NO_PROXY covers the nodes’ network, however it is written', (t) => {
  const proxied = { HTTP_PROXY: 'http://proxy.example:3128' };
  const nodes = ['172.29.1.0/24'];
  t.is(judgeProxy({}, nodes).status, 'ok');
  t.is(judgeProxy({ ...proxied, NO_PROXY: 'localhost, 172.16.0.0/12' }, nodes).status, 'ok');
  t.is(judgeProxy({ ...proxied, no_proxy: '*' }, nodes).status, 'ok');
  t.is(judgeProxy(proxied, []).status, 'ok');
  t.like(judgeProxy({ ...proxied, NO_PROXY: 'localhost,172.29.1.7' }, nodes), {
    status: 'warning',
    cure: 'export NO_PROXY=localhost,172.29.1.7,172.29.1.0/24',
  });
});
