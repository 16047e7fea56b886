import { testEngine } from '../../engines.js';
import { engine, inNode } from '../engine.js';
import { eventually } from '../live.js';
import { list, service, webPod } from '../manifests.js';
import {
  type FieldCluster,
  type FieldSuite,
  type FieldTest,
  header,
  type Surroundings,
  serverIn,
} from './field-cluster.js';

const webPort = 30082;
const family = (address: string) => (address.includes(':') ? 'IPv6' : 'IPv4');
const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address);

const words = async ({ kubectl }: FieldCluster, what: string, path: string): Promise<string[]> =>
  (await kubectl(['get', what, '--output', `jsonpath={${path}}`])).split(' ');

const fetchFrom = ({ kubectl }: FieldCluster, pod: string, url: string) =>
  eventually(() => kubectl(['exec', pod, '--', 'wget', '-q', '-T', '5', '-O', '-', url]));

const onHost = (url: string) =>
  eventually(async () => (await fetch(url, { signal: AbortSignal.timeout(5000) })).text());

/** The host's own IPv6 address on the network of the nodes. */
const hostOf = async ({ controlPlane }: FieldCluster): Promise<string> =>
  (await inNode(controlPlane, ['ip', '-6', 'route', 'show', 'default'])).split(' ')[2] ?? '';

const lookup = ({ kubectl }: FieldCluster, type: 'a' | 'aaaa', name: string) =>
  eventually(() => kubectl(['exec', 'one', '--', 'nslookup', `-type=${type}`, `${name}.`]));

/** Two servers, and services of whatever families the cluster has. */
const servers = (first: string, second: string) =>
  list(
    webPod('one', first),
    webPod('two', second),
    ...[service('two', 'two'), service('outside', 'two', webPort)].map((made) => ({
      ...made,
      spec: { ...(made as { spec: object }).spec, ipFamilyPolicy: 'PreferDualStack' },
    })),
  );

const startServers = async (cluster: FieldCluster, second: string) => {
  await cluster.apply(servers(cluster.controlPlane, second));
  await cluster.kubectl(['wait', 'pod', 'one', 'two', '--for=condition=Ready', '--timeout=2m']);
};

const dualTests: FieldTest[] = [
  {
    fields: ['networking.ipFamily', 'networking.podSubnet', 'networking.serviceSubnet'],
    sees: 'nodes, pods and services of a dual-stack cluster have an address of both families, IPv4 first',
    async look(t, cluster) {
      await startServers(cluster, cluster.worker);
      const both = ['IPv4', 'IPv6'];
      const internal = '.status.addresses[?(@.type=="InternalIP")].address';
      t.deepEqual((await words(cluster, `node/${cluster.worker}`, internal)).map(family), both);
      t.deepEqual(await words(cluster, `node/${cluster.worker}`, '.spec.podCIDRs[*]'), [
        '10.244.1.0/24',
        'fd00:10:244:1::/64',
      ]);
      t.deepEqual((await words(cluster, 'pod/two', '.status.podIPs[*].ip')).map(family), both);
      t.deepEqual((await words(cluster, 'service/two', '.spec.clusterIPs[*]')).map(family), both);
    },
  },
  {
    fields: ['networking.ipFamily', 'networking.kubeProxyMode'],
    sees: 'pods and services answer over both families on another node, routed by iptables and ip6tables',
    async look(t, cluster) {
      const pods = await words(cluster, 'pod/two', '.status.podIPs[*].ip');
      for (const address of pods) t.is(await fetchFrom(cluster, 'one', `http://${inUrl(address)}:8080`), 'two\n');
      for (const address of await words(cluster, 'service/two', '.spec.clusterIPs[*]')) {
        t.is(await fetchFrom(cluster, 'one', `http://${inUrl(address)}`), 'two\n');
        const save = family(address) === 'IPv6' ? 'ip6tables-save' : 'iptables-save';
        const rules = await inNode(cluster.controlPlane, [save, '--table', 'nat']);
        t.true(rules.includes(`-A KUBE-SERVICES -d ${address}/`), rules);
      }
    },
  },
  {
    fields: ['networking.ipFamily', 'nodes.extraPortMappings.listenAddress'],
    sees: 'a NodePort answers on the host over IPv4 and IPv6, and DNS knows both addresses of a service',
    async look(t, cluster) {
      const { ports } = cluster;
      t.is(await onHost(`http://127.0.0.1:${ports[0]}`), 'two\n');
      t.is(await onHost(`http://[${await hostOf(cluster)}]:${ports[1]}`), 'two\n');
      const [ipv4, ipv6] = await words(cluster, 'service/two', '.spec.clusterIPs[*]');
      const name = 'two.default.svc.cluster.local';
      t.true((await lookup(cluster, 'a', name)).includes(`Address: ${ipv4}\n`));
      t.true((await lookup(cluster, 'aaaa', name)).includes(`Address: ${ipv6}\n`));
    },
  },
];

/** A control plane and a worker with both families. */
export const dual: FieldSuite = {
  title: 'dual-stack',
  config: ({ ports: [web, web6] }: Surroundings) => ({
    ...header,
    networking: { ipFamily: 'dual' },
    nodes: [
      {
        role: 'control-plane',
        extraPortMappings: [
          { containerPort: webPort, hostPort: web, listenAddress: '127.0.0.1' },
          { containerPort: webPort, hostPort: web6, listenAddress: '::' },
        ],
      },
      { role: 'worker' },
    ],
  }),
  tests: dualTests,
};

const outsideName = async (node: string) => {
  const [address = '', , name = ''] = (await inNode(node, ['getent', 'ahostsv6', node])).split(/\s+/);
  return { address, name };
};

const ipv6Tests: FieldTest[] = [
  {
    fields: ['networking.ipFamily', 'networking.podSubnet', 'networking.serviceSubnet'],
    sees: 'nodes, pods and services of an IPv6 cluster have IPv6 addresses alone',
    async look(t, cluster) {
      await startServers(cluster, cluster.worker);
      const internal = '.status.addresses[?(@.type=="InternalIP")].address';
      t.deepEqual((await words(cluster, `node/${cluster.controlPlane}`, internal)).map(family), ['IPv6']);
      t.deepEqual((await words(cluster, 'pod/two', '.status.podIPs[*].ip')).map(family), ['IPv6']);
      t.deepEqual(await words(cluster, 'service/kubernetes', '.spec.clusterIPs[*]'), ['fd00:10:96::1']);
    },
  },
  {
    fields: ['networking.ipFamily', 'networking.apiServerAddress'],
    sees: 'the API server of an IPv6 cluster answers at [::1], and at 127.0.0.1 where the engine cannot forward from there',
    async look(t, { kubectl }) {
      const server = await serverIn(kubectl);
      t.is(server.replace(/:\d+$/, ''), testEngine === 'podman' ? 'https://127.0.0.1' : 'https://[::1]');
    },
  },
  {
    fields: ['networking.ipFamily', 'networking.serviceSubnet'],
    sees: 'a service answers over IPv6 to a pod, by name, and to the host through its NodePort',
    async look(t, cluster) {
      const [address = ''] = await words(cluster, 'service/two', '.spec.clusterIPs[*]');
      t.is(await fetchFrom(cluster, 'one', `http://[${address}]`), 'two\n');
      t.is(await fetchFrom(cluster, 'one', 'http://two'), 'two\n');
      t.is(await onHost(`http://[${await hostOf(cluster)}]:${cluster.ports[0]}`), 'two\n');
    },
  },
  {
    fields: ['networking.ipFamily'],
    sees: 'DNS of an IPv6 cluster forwards other names to the name server of the node, also after a restart',
    async look(t, cluster) {
      const { controlPlane, kubectl } = cluster;
      const before = await outsideName(controlPlane);
      t.true((await lookup(cluster, 'aaaa', before.name)).includes(`Address: ${before.address}\n`));
      await engine(['restart', controlPlane]);
      await eventually(() => kubectl(['get', '--raw', '/readyz']));
      await eventually(() => cluster.apply(webPod('three', controlPlane)));
      await kubectl(['wait', 'pod/three', '--for=condition=Ready', '--timeout=5m']);
      const { address, name } = await outsideName(controlPlane);
      const answer = await eventually(() => kubectl(['exec', 'three', '--', 'nslookup', '-type=aaaa', `${name}.`]));
      t.true(answer.includes(`Address: ${address}\n`), answer);
    },
  },
];

/** A control plane and a worker without IPv4. */
export const ipv6: FieldSuite = {
  title: 'IPv6',
  config: ({ ports: [web] }: Surroundings) => ({
    ...header,
    networking: { ipFamily: 'ipv6' },
    nodes: [
      { role: 'control-plane', extraPortMappings: [{ containerPort: webPort, hostPort: web, listenAddress: '::' }] },
      { role: 'worker' },
    ],
  }),
  tests: ipv6Tests,
};
