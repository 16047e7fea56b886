import type { NodeFile } from '../../contracts/index.js';
import { renderClientConfig } from '../kubeconfig/index.js';
import { createCa, openSigner } from './certificate.js';
import { type ClusterPki, createClientCredentials } from './cluster-pki.js';

export interface KubeletIdentity {
  readonly nodeName: string;
  readonly clusterName: string;
  /** The API's URL as the node reaches it. */
  readonly server: string;
}

const kubeletPki = '/var/lib/kubelet/pki';
const currentPem = `${kubeletPki}/kubelet-client-current.pem`;

/**
 * What a node's kubelet has once its TLS bootstrap is finished, so that it has nothing left to ask for: a client
 * certificate that it can rotate, a kubeconfig that refers to it, the cluster's CA, and a serving certificate.
 */
export async function createKubeletFiles(pki: ClusterPki, node: KubeletIdentity): Promise<NodeFile[]> {
  const user = `system:node:${node.nodeName}`;
  const { ca, cert, key } = await createClientCredentials(pki, user, 'system:nodes');
  const datedPem = `${kubeletPki}/kubelet-client-${fileDate(new Date())}.pem`;
  const kubeconfig = renderClientConfig({
    cluster: node.clusterName,
    server: node.server,
    ca,
    user,
    credentials: { certFile: currentPem, keyFile: currentPem },
  });
  return [
    { path: '/etc/kubernetes/pki/ca.crt', content: ca, mode: 0o644 },
    { path: '/etc/kubernetes/kubelet.conf', content: kubeconfig, mode: 0o600 },
    { path: datedPem, content: cert + key, mode: 0o600 },
    { path: currentPem, content: '', linkTo: datedPem },
    ...(await servingFiles(pki, node.nodeName)),
  ];
}

// A kubelet that finds no serving certificate makes one, with two RSA keys, before it does anything else. This one is
// like it: of a CA that nobody keeps or trusts.
async function servingFiles({ encryptionAlgorithm }: ClusterPki, nodeName: string): Promise<NodeFile[]> {
  const ca = await createCa(`${nodeName}-ca`, encryptionAlgorithm);
  const signer = await openSigner(ca);
  const altNames = { dnsNames: [nodeName], ips: [] };
  const { cert, key } = await signer.issue(
    { commonName: nodeName, usages: ['serverAuth'], altNames },
    encryptionAlgorithm,
  );
  return [
    { path: `${kubeletPki}/kubelet.crt`, content: cert + ca.cert, mode: 0o644 },
    { path: `${kubeletPki}/kubelet.key`, content: key, mode: 0o600 },
  ];
}

/** `2006-01-02-15-04-05` in UTC, as the kubelet's certificate store names its files. */
function fileDate(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
}
