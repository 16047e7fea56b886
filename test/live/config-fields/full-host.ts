import { Resolver } from 'node:dns/promises';
import { builtNodeImageReference } from '../../../arch/images/index.js';
import { defaultKubernetesVersion } from '../../../arch/published-node-images.js';
import { testEngine } from '../../engines.js';
import { engine, inNode } from '../engine.js';
import { eventually } from '../live.js';
import { service } from '../manifests.js';
import { run } from '../program.js';
import { type FieldTest, serverIn } from './field-cluster.js';
import { apiServerAddress, dnsPort, ownImage, proxy } from './full-config.js';

const snapshotter = 'KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER=overlayfs';

/** What the host and the engine give the nodes; after the tests of the cluster, whose pod `web` they ask. */
export const hostTests: readonly FieldTest[] = [
  {
    fields: ['nodes.image', 'nodes.labels'],
    sees: 'a node has its own image and its labels',
    async look(t, { controlPlane, worker, kubectl }) {
      const images = await engine(['inspect', '--format', '{{.Config.Image}}', controlPlane, worker]);
      t.deepEqual(images.trim().split('\n'), [builtNodeImageReference(defaultKubernetesVersion), ownImage]);
      t.is(await kubectl(['get', 'nodes', '--selector', 'tier=front', '--output', 'name']), `node/${worker}\n`);
    },
  },
  {
    fields: ['networking.apiServerAddress', 'networking.apiServerPort'],
    sees: 'the API server answers at its address and port',
    async look(t, { kubectl, ports: [port] }) {
      const server = await serverIn(kubectl);
      t.is(server, `https://${apiServerAddress}:${port}`);
      t.is(await kubectl(['get', '--raw', '/readyz']), 'ok');
    },
  },
  {
    fields: ['nodes.extraMounts.hostPath', 'nodes.extraMounts.containerPath', 'nodes.extraMounts.propagation'],
    sees: 'a mount below one that propagates both ways appears where it comes from the host, and nowhere else',
    async look(t, { controlPlane, worker }) {
      const mountBelow = (node: string, path: string) =>
        inNode(node, ['sh', '-c', 'mkdir -p "$0" && mount -t tmpfs none "$0" && touch "$0/seen"', path]);
      const sees = async (node: string, path: string) =>
        (await run([testEngine, 'exec', node, 'test', '-e', `${path}/seen`])).exitCode === 0;
      await mountBelow(controlPlane, '/both/up');
      await mountBelow(worker, '/down/own');
      t.teardown(async () => {
        await inNode(controlPlane, ['umount', '/both/up']);
        await inNode(worker, ['umount', '/down/own']);
      });
      t.true(await sees(worker, '/down/up'));
      t.false(await sees(worker, '/apart/up'));
      t.false(await sees(controlPlane, '/both/own'));
    },
  },
  {
    fields: ['nodes.extraMounts.readOnly', 'nodes.extraMounts.selinuxRelabel'],
    sees: 'a read-only mount can be read and not be written, and is relabelled',
    async look(t, { worker }) {
      t.is(await inNode(worker, ['cat', '/fixed/file']), 'of the host\n');
      await t.throwsAsync(inNode(worker, ['touch', '/fixed/other']), { message: /Read-only file system/ });
      // Without SELinux the engine is asked to relabel and has nothing to do.
      t.regex(await engine(['inspect', '--format', '{{json .HostConfig.Binds}}', worker]), /:\/fixed:ro,Z"/);
    },
  },
  {
    fields: ['containerPort', 'hostPort', 'listenAddress', 'protocol'].map(
      (field) => `nodes.extraPortMappings.${field}`,
    ),
    sees: 'TCP and UDP ports of a node answer at their address of the host, and at no other',
    async look(t, { apply, ports: [, web, dns] }) {
      const dnsService = service('dns-outside', '', dnsPort) as { spec: object };
      const ports = [{ port: 53, protocol: 'UDP', nodePort: dnsPort }];
      const spec = { ...dnsService.spec, selector: { 'k8s-app': 'kube-dns' }, ports };
      await apply({ ...dnsService, metadata: { name: 'dns-outside', namespace: 'kube-system' }, spec });
      const ask = async () => (await fetch(`http://127.0.0.8:${web}`, { signal: AbortSignal.timeout(5000) })).text();
      t.is(await eventually(ask), 'web\n');
      await t.throwsAsync(fetch(`http://127.0.0.1:${web}`));
      const resolver = new Resolver({ timeout: 2000, tries: 1 });
      resolver.setServers([`127.0.0.8:${dns}`]);
      t.deepEqual(await eventually(() => resolver.resolve4('kubernetes.default.svc.cluster.local')), ['10.212.0.1']);
    },
  },
  {
    fields: [],
    sees: 'the environment of the host reaches the nodes, and nothing of the cluster goes to its proxy',
    async look(t, { name, controlPlane, worker, kubectl }) {
      const subnets = await engine([
        'network',
        'inspect',
        '--format',
        '{{range .IPAM.Config}}{{.Subnet}},{{end}}',
        name,
      ]);
      const direct = `${subnets.trim()}intra.example,10.212.0.0/20,10.211.0.0/16,${controlPlane},${worker},.svc,.svc.cluster,.svc.cluster.local`;
      for (const node of [controlPlane, worker]) {
        const variables = (await inNode(node, ['env'])).split('\n');
        for (const line of [
          `HTTPS_PROXY=${proxy}`,
          `https_proxy=${proxy}`,
          `NO_PROXY=${direct}`,
          `no_proxy=${direct}`,
          snapshotter,
        ])
          t.true(variables.includes(line), line);
        t.true((await inNode(node, ['systemctl', 'show-environment'])).includes(proxy));
      }
      // Goes from the API server to the kubelet's address.
      t.is(await kubectl(['logs', 'web']), 'web\n');
    },
  },
  {
    fields: [],
    sees: 'the nodes are on the network that the environment names',
    async look(t, { name, controlPlane, worker }) {
      const format = '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}';
      t.is(await engine(['inspect', '--format', format, controlPlane, worker]), `${name}\n${name}\n`);
    },
  },
];
