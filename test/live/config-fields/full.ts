import { X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtNodeImageReference } from '../../../arch/images/index.js';
import { defaultKubernetesVersion } from '../../../arch/published-node-images.js';
import { testEngine } from '../../engines.js';
import { engine, inNode } from '../engine.js';
import { kindOk } from '../kind.js';
import { eventually } from '../live.js';
import { list, pod, service, webPod } from '../manifests.js';
import { run } from '../program.js';
import {
  askKubelet,
  type FieldCluster,
  type FieldSuite,
  type FieldTest,
  header,
  type Surroundings,
} from './field-cluster.js';

const ownImage = 'localhost/kt-fields-node:own';
const apiServerAddress = '127.0.0.7';
const [webPort, dnsPort] = [30081, 30053];
const wget = ['busybox', 'wget', '-q', '-T', '5', '-O', '-'];
const proxy = 'http://proxy.example:3128';

/** The engine has the image, since another cluster was made of it. */
export async function nameOwnImage(): Promise<void> {
  await engine(['tag', builtNodeImageReference(defaultKubernetesVersion), ownImage]);
}

export async function forgetOwnImage(): Promise<void> {
  await run([testEngine, 'rmi', ownImage]);
}

export async function makeMountedFolders(folder: string): Promise<void> {
  await mkdir(join(folder, 'shared'), { recursive: true });
  await mkdir(join(folder, 'fixed'), { recursive: true });
  await writeFile(join(folder, 'fixed/file'), 'of the host\n');
}

const config = ({ folder, ports: [api, web, dns] }: Surroundings) => ({
  ...header,
  networking: {
    apiServerAddress,
    apiServerPort: api,
    podSubnet: '10.211.0.0/16',
    serviceSubnet: '10.212.0.0/20',
    kubeProxyMode: 'nftables',
    dnsSearch: ['fields.example', 'more.example'],
  },
  featureGates: { HPAScaleToZero: true },
  runtimeConfig: { 'admissionregistration.k8s.io/v1beta1': 'true' },
  kubeadmConfigPatches: [
    'kind: KubeletConfiguration\nmaxPods: 77',
    'kind: ClusterConfiguration\nencryptionAlgorithm: RSA-2048',
    'kind: ClusterConfiguration\ncontrollerManager: {extraArgs: {node-cidr-mask-size: "25"}}',
  ],
  kubeadmConfigPatchesJSON6902: [
    ...['v1beta3', 'v1beta9'].map((version) => ({
      group: 'kubeadm.k8s.io',
      version,
      kind: 'ClusterConfiguration',
      patch: `[{"op": "add", "path": "/apiServer/certSANs/-", "value": "${version}.example"}]`,
    })),
  ],
  containerdConfigPatches: ['[plugins."io.containerd.grpc.v1.cri"]\nmax_container_log_line_size = 23456'],
  containerdConfigPatchesJSON6902: [
    '[{"op": "add", "path": "/plugins/io.containerd.grpc.v1.cri/image_pull_progress_timeout", "value": "7m0s"}]',
  ],
  nodes: [
    {
      role: 'control-plane',
      extraMounts: [{ hostPath: join(folder, 'shared'), containerPath: '/both', propagation: 'Bidirectional' }],
    },
    {
      role: 'worker',
      image: ownImage,
      labels: { tier: 'front' },
      extraMounts: [
        { hostPath: join(folder, 'shared'), containerPath: '/down', propagation: 'HostToContainer' },
        { hostPath: join(folder, 'shared'), containerPath: '/apart', propagation: 'None' },
        { hostPath: join(folder, 'fixed'), containerPath: '/fixed', readOnly: true, selinuxRelabel: true },
      ],
      extraPortMappings: [
        { containerPort: webPort, hostPort: web, listenAddress: '127.0.0.8', protocol: 'TCP' },
        { containerPort: dnsPort, hostPort: dns, listenAddress: '127.0.0.8', protocol: 'UDP' },
      ],
      kubeadmConfigPatches: ['kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {max-pods: "55"}}'],
      kubeadmConfigPatchesJSON6902: [
        {
          group: 'kubeadm.k8s.io',
          version: 'v1beta3',
          kind: 'JoinConfiguration',
          patch: '- {op: add, path: /nodeRegistration/taints, value: [{key: fields, effect: PreferNoSchedule}]}',
        },
      ],
    },
  ],
});

const nodeField = ({ kubectl }: FieldCluster, node: string, path: string) =>
  kubectl(['get', 'node', node, '--output', `jsonpath={${path}}`]);

const certificate = async ({ controlPlane }: FieldCluster, name: string) =>
  new X509Certificate(await inNode(controlPlane, ['cat', `/etc/kubernetes/pki/${name}.crt`]));

const tests: FieldTest[] = [
  {
    fields: ['apiVersion', 'kind', 'name', 'nodes.role'],
    sees: 'the cluster has its name, and its nodes have theirs by their roles',
    async look(t, cluster) {
      const { stdout } = await kindOk(['get', 'nodes', '--name', cluster.name]);
      t.is(stdout, `${cluster.controlPlane}\n${cluster.worker}\n`);
      const controlPlanes = ['get', 'nodes', '--selector', 'node-role.kubernetes.io/control-plane', '--output', 'name'];
      t.is(await cluster.kubectl(controlPlanes), `node/${cluster.controlPlane}\n`);
    },
  },
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
      const server = await kubectl([
        'config',
        'view',
        '--minify',
        '--output',
        'jsonpath={.clusters[0].cluster.server}',
      ]);
      t.is(server, `https://${apiServerAddress}:${port}`);
      t.is(await kubectl(['get', '--raw', '/readyz']), 'ok');
    },
  },
  {
    fields: ['networking.podSubnet', 'networking.serviceSubnet', 'networking.kubeProxyMode'],
    sees: 'pods and services have addresses of their ranges, routed by nftables',
    async look(t, cluster) {
      const { controlPlane, worker, kubectl } = cluster;
      await cluster.apply(list(webPod('web', worker), service('web', 'web', webPort)));
      await kubectl(['wait', 'pod/web', '--for=condition=Ready', '--timeout=2m']);
      t.regex(
        await kubectl(['get', 'pod', 'web', '--output', 'jsonpath={.status.podIP}']),
        /^10\.211\.0\.(12[89]|1[3-9]\d|2\d\d)$/,
      );
      const address = await kubectl(['get', 'service', 'web', '--output', 'jsonpath={.spec.clusterIP}']);
      t.regex(address, /^10\.212\.\d+\.\d+$/);
      t.is(await kubectl(['get', 'service', 'kubernetes', '--output', 'jsonpath={.spec.clusterIP}']), '10.212.0.1');
      await eventually(async () => {
        const rules = await inNode(controlPlane, ['nft', 'list', 'map', 'ip', 'kube-proxy', 'service-ips']);
        if (!rules.includes(`${address} . tcp . 80`)) throw new Error(rules);
      });
      t.notRegex(await inNode(controlPlane, ['iptables-save', '--table', 'nat']), /KUBE-SERVICES/);
      t.is(await eventually(() => inNode(controlPlane, [...wget, `http://${address}`])), 'web\n');
    },
  },
  {
    fields: ['networking.dnsSearch'],
    sees: 'nodes and pods have the search domains',
    async look(t, { apply, kubectl, worker }) {
      t.regex(await inNode(worker, ['cat', '/etc/resolv.conf']), /^search fields\.example more\.example$/m);
      await apply(pod('resolver', 'cat /etc/resolv.conf', { node: worker }));
      await kubectl(['wait', 'pod/resolver', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=2m']);
      t.regex(await kubectl(['logs', 'resolver']), /^search .* fields\.example more\.example$/m);
    },
  },
  {
    fields: ['featureGates', 'runtimeConfig'],
    sees: 'the API server and the kubelets have the feature gate, and the API serves the version',
    async look(t, cluster) {
      const { controlPlane, worker, kubectl } = cluster;
      const enabled = /^kubernetes_feature_enabled\{name="HPAScaleToZero",stage="ALPHA"\} 1$/m;
      t.regex(await kubectl(['get', '--raw', '/metrics']), enabled);
      for (const node of [controlPlane, worker]) t.regex(await askKubelet(cluster, node, 'metrics'), enabled);
      const group = '/apis/admissionregistration.k8s.io/v1beta1';
      t.like(JSON.parse(await kubectl(['get', '--raw', group])), { kind: 'APIResourceList' });
    },
  },
  {
    fields: ['kubeadmConfigPatches', 'nodes.kubeadmConfigPatches'],
    sees: 'patches of the cluster reach kubelets, keys and pod ranges, and a node’s reaches its own kubelet',
    async look(t, cluster) {
      const { controlPlane, worker } = cluster;
      t.is(await nodeField(cluster, controlPlane, '.status.capacity.pods'), '77');
      t.is(await nodeField(cluster, worker, '.status.capacity.pods'), '55');
      t.is(await nodeField(cluster, worker, '.spec.podCIDR'), '10.211.0.128/25');
      for (const name of ['ca', 'apiserver', 'etcd/ca', 'front-proxy-client'])
        t.like((await certificate(cluster, name)).publicKey, {
          asymmetricKeyType: 'rsa',
          asymmetricKeyDetails: { modulusLength: 2048 },
        });
    },
  },
  {
    fields: ['', 'nodes.'].flatMap((of) =>
      ['group', 'version', 'kind', 'patch'].map((field) => `${of}kubeadmConfigPatchesJSON6902.${field}`),
    ),
    sees: 'JSON patches apply to the documents of their version, the cluster’s and a node’s',
    async look(t, cluster) {
      const names = (await certificate(cluster, 'apiserver')).subjectAltName ?? '';
      t.true(names.includes('DNS:v1beta3.example'), names);
      t.false(names.includes('v1beta9'), names);
      const taints = JSON.parse(await nodeField(cluster, cluster.worker, '.spec.taints'));
      t.deepEqual(taints, [{ key: 'fields', effect: 'PreferNoSchedule' }]);
    },
  },
  {
    fields: ['containerdConfigPatches', 'containerdConfigPatchesJSON6902'],
    sees: 'containerd on every node has both patches',
    async look(t, { controlPlane, worker }) {
      for (const node of [controlPlane, worker]) {
        const dump = await inNode(node, ['containerd', 'config', 'dump']);
        t.regex(dump, /max_container_log_line_size = 23456/);
        t.regex(dump, /image_pull_progress_timeout = "7m0s"/);
      }
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
    sees: 'the proxy of the host reaches the nodes and the control plane, and nothing of the cluster goes there',
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
        for (const line of [`HTTPS_PROXY=${proxy}`, `https_proxy=${proxy}`, `NO_PROXY=${direct}`, `no_proxy=${direct}`])
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

/** Nearly every field, in an IPv4 cluster of two nodes. */
export const full: FieldSuite = {
  title: 'every field',
  config,
  env: { HTTPS_PROXY: proxy, no_proxy: 'intra.example' },
  tests,
};
