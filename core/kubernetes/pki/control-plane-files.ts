import type { NodeFile } from '../../contracts/index.js';
import { renderClientConfig } from '../kubeconfig/index.js';
import { apiServerAltNames, type ControlPlaneNames, etcdAltNames } from './alt-names.js';
import { type CertificateRequest, type KeyedCertificate, openSigner, type Signer } from './certificate.js';
import { type ClusterPki, createClientCredentials } from './cluster-pki.js';
import { createKubeletFiles } from './kubelet-files.js';

/** A control-plane node as its certificates and kubeconfigs describe it. */
export interface ControlPlaneNode extends ControlPlaneNames {
  readonly clusterName: string;
  /** `host:port` of the node's own API server, for its kubelet, controller manager and scheduler. */
  readonly localApiEndpoint: string;
}

const pkiDir = '/etc/kubernetes/pki';

/**
 * Everything that a control-plane node has in /etc/kubernetes and /var/lib/kubelet/pki after `kubeadm init` or
 * `kubeadm join`, but for the manifests. Certificates are made anew at each call.
 */
export async function createControlPlaneFiles(pki: ClusterPki, node: ControlPlaneNode): Promise<NodeFile[]> {
  const files = await Promise.all([
    sharedFiles(pki),
    certificateFiles(pki, node),
    kubeconfigFiles(pki, node),
    createKubeletFiles(pki, { ...node, server: `https://${node.localApiEndpoint}` }),
  ]);
  // The kubelet's files repeat ca.crt.
  return [...new Map(files.flat().map((file) => [file.path, file])).values()];
}

function sharedFiles({ ca, frontProxyCa, etcdCa, serviceAccount }: ClusterPki): NodeFile[] {
  return [
    ...pairOfFiles('ca', ca),
    ...pairOfFiles('front-proxy-ca', frontProxyCa),
    ...pairOfFiles('etcd/ca', etcdCa),
    { path: `${pkiDir}/sa.key`, content: serviceAccount.privateKey, mode: 0o600 },
    { path: `${pkiDir}/sa.pub`, content: serviceAccount.publicKey, mode: 0o600 },
  ];
}

async function certificateFiles(pki: ClusterPki, node: ControlPlaneNode): Promise<NodeFile[]> {
  const [ca, frontProxyCa, etcdCa] = await Promise.all([pki.ca, pki.frontProxyCa, pki.etcdCa].map(openSigner));
  if (!ca || !frontProxyCa || !etcdCa) return [];
  const issue = async (name: string, signer: Signer, request: CertificateRequest) =>
    pairOfFiles(name, await signer.issue(request, pki.encryptionAlgorithm));
  // etcd dials itself through its gateway with its server certificate, so that one needs clientAuth too.
  const etcd = {
    commonName: node.nodeName,
    usages: ['serverAuth', 'clientAuth'],
    altNames: etcdAltNames(node),
  } satisfies CertificateRequest;
  const files = await Promise.all([
    issue('apiserver', ca, {
      commonName: 'kube-apiserver',
      usages: ['serverAuth'],
      altNames: apiServerAltNames(node),
    }),
    issue('apiserver-kubelet-client', ca, {
      ...client('kube-apiserver-kubelet-client'),
      organization: 'kubeadm:cluster-admins',
    }),
    issue('front-proxy-client', frontProxyCa, client('front-proxy-client')),
    issue('apiserver-etcd-client', etcdCa, client('kube-apiserver-etcd-client')),
    issue('etcd/healthcheck-client', etcdCa, client('kube-etcd-healthcheck-client')),
    issue('etcd/server', etcdCa, etcd),
    issue('etcd/peer', etcdCa, etcd),
  ]);
  return files.flat();
}

async function kubeconfigFiles(pki: ClusterPki, node: ControlPlaneNode): Promise<NodeFile[]> {
  const shared = `https://${node.controlPlaneEndpoint}`;
  const local = `https://${node.localApiEndpoint}`;
  return Promise.all([
    kubeconfigFile('admin', shared, 'kubernetes-admin', 'kubeadm:cluster-admins'),
    kubeconfigFile('super-admin', shared, 'kubernetes-super-admin', 'system:masters'),
    kubeconfigFile('controller-manager', local, 'system:kube-controller-manager'),
    kubeconfigFile('scheduler', local, 'system:kube-scheduler'),
  ]);

  async function kubeconfigFile(name: string, server: string, user: string, group?: string): Promise<NodeFile> {
    const { ca, cert, key } = await createClientCredentials(pki, user, group);
    const content = renderClientConfig({ cluster: node.clusterName, server, ca, user, credentials: { cert, key } });
    return { path: `/etc/kubernetes/${name}.conf`, content, mode: 0o600 };
  }
}

function client(commonName: string): CertificateRequest {
  return { commonName, usages: ['clientAuth'] };
}

function pairOfFiles(name: string, { cert, key }: KeyedCertificate): NodeFile[] {
  return [
    { path: `${pkiDir}/${name}.crt`, content: cert, mode: 0o644 },
    { path: `${pkiDir}/${name}.key`, content: key, mode: 0o600 },
  ];
}
