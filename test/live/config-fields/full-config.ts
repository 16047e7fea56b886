import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtNodeImageReference } from '../../../arch/images/index.js';
import { defaultKubernetesVersion } from '../../../arch/published-node-images.js';
import { testEngine } from '../../engines.js';
import { engine } from '../engine.js';
import { run } from '../program.js';
import { header, type Surroundings } from './field-cluster.js';

export const ownImage = 'localhost/kt-fields-node:own';
export const apiServerAddress = '127.0.0.7';
export const [webPort, dnsPort] = [30081, 30053];
export const proxy = 'http://proxy.example:3128';

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

export const fullConfig = ({ folder, ports: [api, web, dns] }: Surroundings) => ({
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
