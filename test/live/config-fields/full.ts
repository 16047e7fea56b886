import { X509Certificate } from 'node:crypto';
import { inNode } from '../engine.js';
import { kindOk } from '../kind.js';
import { eventually } from '../live.js';
import { list, pod, service, webPod } from '../manifests.js';
import { askKubelet, type FieldCluster, type FieldSuite, type FieldTest } from './field-cluster.js';
import { fullConfig, proxy, webPort } from './full-config.js';
import { hostTests } from './full-host.js';

const wget = ['busybox', 'wget', '-q', '-T', '5', '-O', '-'];

const nodeField = ({ kubectl }: FieldCluster, node: string, path: string) =>
  kubectl(['get', 'node', node, '--output', `jsonpath={${path}}`]);

const certificate = async ({ controlPlane }: FieldCluster, name: string) =>
  new X509Certificate(await inNode(controlPlane, ['cat', `/etc/kubernetes/pki/${name}.crt`]));

const clusterTests: readonly FieldTest[] = [
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
];

/** Nearly every field, in an IPv4 cluster of two nodes. */
export const full: FieldSuite = {
  title: 'every field',
  config: fullConfig,
  env: { HTTPS_PROXY: proxy, no_proxy: 'intra.example', KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER: 'overlayfs' },
  tests: [...clusterTests, ...hostTests],
};
