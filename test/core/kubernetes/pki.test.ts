import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import type { NodeFile } from '../../../core/contracts/index.js';
import {
  type ClusterPki,
  type ControlPlaneNode,
  createAdminCredentials,
  createClusterPki,
  createControlPlaneFiles,
  createKubeletFiles,
} from '../../../core/kubernetes/pki/index.js';

const pki = await createClusterPki();
const node: ControlPlaneNode = {
  nodeName: 'kind-control-plane',
  clusterName: 'kind',
  controlPlaneEndpoint: 'kind-external-load-balancer:6443',
  localApiEndpoint: 'kind-control-plane:6443',
  advertiseAddress: '172.18.0.2',
  serviceSubnets: ['10.96.0.0/16'],
  certSANs: ['localhost', '127.0.0.1'],
};
const files = await createControlPlaneFiles(pki, node);

const day = 24 * 3600 * 1000;

function textOf(all: readonly NodeFile[], path: string): string {
  const file = all.find((candidate) => candidate.path === path);
  if (!file) throw new Error(`no ${path} among ${all.map((one) => one.path).join(' ')}`);
  return String(file.content);
}

function certificate(name: string, all: readonly NodeFile[] = files): X509Certificate {
  return new X509Certificate(textOf(all, `/etc/kubernetes/pki/${name}.crt`));
}

function isSignedBy(cert: X509Certificate, caPem: string): boolean {
  const ca = new X509Certificate(caPem);
  return cert.checkIssued(ca) && cert.verify(ca.publicKey);
}

function altNames(cert: X509Certificate): string[] {
  return (cert.subjectAltName ?? '').split(', ').sort();
}

function daysFromNow(date: string): number {
  return (Date.parse(date) - Date.now()) / day;
}

function clientOf(name: string): { cert: X509Certificate; server: string; context: string } {
  const config = parse(textOf(files, `/etc/kubernetes/${name}.conf`));
  const cert = Buffer.from(config.users[0].user['client-certificate-data'], 'base64').toString();
  return {
    cert: new X509Certificate(cert),
    server: config.clusters[0].cluster.server,
    context: config['current-context'],
  };
}

test('a CA is self-signed and valid for ten years from five minutes ago', (t) => {
  const ca = new X509Certificate(pki.ca.cert);
  t.true(ca.ca);
  t.is(ca.subject, 'CN=kubernetes');
  t.true(isSignedBy(ca, pki.ca.cert));
  t.true(Date.parse(ca.validFrom) < Date.now());
  t.is(Math.round(daysFromNow(ca.validTo)), 3650);
});

test('the front proxy and etcd have CAs of their own', (t) => {
  t.is(new X509Certificate(pki.frontProxyCa.cert).subject, 'CN=front-proxy-ca');
  t.is(new X509Certificate(pki.etcdCa.cert).subject, 'CN=etcd-ca');
  t.false(isSignedBy(certificate('etcd/server'), pki.ca.cert));
});

test('a control plane gets every file that kubeadm leaves, and each once', (t) => {
  const names = ['apiserver', 'apiserver-etcd-client', 'apiserver-kubelet-client', 'ca', 'front-proxy-ca'];
  const etcd = ['etcd/ca', 'etcd/healthcheck-client', 'etcd/peer', 'etcd/server', 'front-proxy-client'];
  const expected = [
    ...[...names, ...etcd].flatMap((name) => [`pki/${name}.crt`, `pki/${name}.key`]),
    ...['pki/sa.key', 'pki/sa.pub'],
    ...['admin', 'super-admin', 'controller-manager', 'scheduler', 'kubelet'].map((name) => `${name}.conf`),
  ];
  const found = files.map((file) => file.path).filter((path) => path.startsWith('/etc/kubernetes/'));
  t.deepEqual(found.sort(), expected.map((path) => `/etc/kubernetes/${path}`).sort());
});

test('each certificate of a control plane carries the right name, group and usages, and its CA signed it', (t) => {
  const server = '1.3.6.1.5.5.7.3.1';
  const client = '1.3.6.1.5.5.7.3.2';
  const expected: [name: string, ca: string, subject: string, usages: string[]][] = [
    ['apiserver', pki.ca.cert, 'CN=kube-apiserver', [server]],
    ['apiserver-kubelet-client', pki.ca.cert, 'O=kubeadm:cluster-admins\nCN=kube-apiserver-kubelet-client', [client]],
    ['front-proxy-client', pki.frontProxyCa.cert, 'CN=front-proxy-client', [client]],
    ['apiserver-etcd-client', pki.etcdCa.cert, 'CN=kube-apiserver-etcd-client', [client]],
    ['etcd/healthcheck-client', pki.etcdCa.cert, 'CN=kube-etcd-healthcheck-client', [client]],
    ['etcd/server', pki.etcdCa.cert, 'CN=kind-control-plane', [server, client]],
    ['etcd/peer', pki.etcdCa.cert, 'CN=kind-control-plane', [server, client]],
  ];
  for (const [name, ca, subject, usages] of expected) {
    const cert = certificate(name);
    t.is(cert.subject, subject);
    t.deepEqual(cert.keyUsage, usages, name);
    t.true(isSignedBy(cert, ca), name);
    t.false(cert.ca, name);
    t.is(Math.round(daysFromNow(cert.validTo)), 365, name);
    t.true(cert.checkPrivateKey(createPrivateKey(textOf(files, `/etc/kubernetes/pki/${name}.key`))), name);
  }
});

test("the API server's certificate is good for every name by which it is reached", (t) => {
  const dns = ['kind-control-plane', 'kind-external-load-balancer', 'localhost', 'kubernetes', 'kubernetes.default'];
  const service = ['kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];
  const ips = ['10.96.0.1', '172.18.0.2', '127.0.0.1'];
  t.deepEqual(
    altNames(certificate('apiserver')),
    [...[...dns, ...service].map((name) => `DNS:${name}`), ...ips.map((ip) => `IP Address:${ip}`)].sort(),
  );
});

test("etcd's certificates are good for the node's name and address and for the loopback", (t) => {
  const expected = ['DNS:kind-control-plane', 'DNS:localhost', 'IP Address:127.0.0.1', 'IP Address:172.18.0.2'];
  for (const name of ['etcd/server', 'etcd/peer'])
    t.deepEqual(altNames(certificate(name)), [...expected, 'IP Address:0:0:0:0:0:0:0:1'].sort());
});

test('an IPv6 cluster gets IPv6 addresses, and names the first service range only', async (t) => {
  const ipv6 = await createControlPlaneFiles(pki, {
    ...node,
    controlPlaneEndpoint: '[fc00:f853:ccd:e793::2]:6443',
    advertiseAddress: 'fc00:f853:ccd:e793::2',
    serviceSubnets: ['fd00:10:96::/112', '10.96.0.0/16'],
    certSANs: [],
  });
  const ips = altNames(certificate('apiserver', ipv6)).filter((name) => name.startsWith('IP'));
  t.deepEqual(ips, ['IP Address:FC00:F853:CCD:E793:0:0:0:2', 'IP Address:FD00:10:96:0:0:0:0:1']);
});

test('without an advertised address the certificates hold names alone', async (t) => {
  const unaddressed = await createControlPlaneFiles(pki, { ...node, advertiseAddress: undefined, certSANs: [] });
  const ips = altNames(certificate('apiserver', unaddressed)).filter((name) => name.startsWith('IP'));
  t.deepEqual(ips, ['IP Address:10.96.0.1']);
});

test('the service range is taken from its first address, however it is written', async (t) => {
  const odd = await createControlPlaneFiles(pki, { ...node, serviceSubnets: ['10.96.77.3/12'] });
  t.true(altNames(certificate('apiserver', odd)).includes('IP Address:10.96.0.1'));
});

test('kubeconfigs name the user, the group and the right server', (t) => {
  const shared = 'https://kind-external-load-balancer:6443';
  const local = 'https://kind-control-plane:6443';
  const expected: [name: string, subject: string, server: string, context: string][] = [
    ['admin', 'O=kubeadm:cluster-admins\nCN=kubernetes-admin', shared, 'kubernetes-admin@kind'],
    ['super-admin', 'O=system:masters\nCN=kubernetes-super-admin', shared, 'kubernetes-super-admin@kind'],
    ['controller-manager', 'CN=system:kube-controller-manager', local, 'system:kube-controller-manager@kind'],
    ['scheduler', 'CN=system:kube-scheduler', local, 'system:kube-scheduler@kind'],
  ];
  for (const [name, subject, server, context] of expected) {
    const found = clientOf(name);
    t.is(found.cert.subject, subject);
    t.is(found.server, server);
    t.is(found.context, context);
    t.true(isSignedBy(found.cert, pki.ca.cert));
  }
});

test('only the owner may read private keys and kubeconfigs', (t) => {
  const secret = files.filter((file) => /\.(key|conf)$|kubelet-client-\d.*\.pem$/.test(file.path));
  t.is(secret.length, 18);
  for (const file of secret) t.is(file.mode, 0o600, file.path);
});

test('a kubelet starts with a certificate it can rotate', async (t) => {
  const kubelet = await createKubeletFiles(pki, {
    nodeName: 'kind-worker',
    clusterName: 'kind',
    server: 'https://kind-control-plane:6443',
  });
  const current = kubelet.find((file) => file.path === '/var/lib/kubelet/pki/kubelet-client-current.pem');
  t.regex(current?.linkTo ?? '', /^\/var\/lib\/kubelet\/pki\/kubelet-client-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.pem$/);
  const pem = textOf(kubelet, current?.linkTo ?? '');
  const cert = new X509Certificate(pem);
  t.is(cert.subject, 'O=system:nodes\nCN=system:node:kind-worker');
  t.true(isSignedBy(cert, pki.ca.cert));
  t.true(cert.checkPrivateKey(createPrivateKey(pem.slice(pem.indexOf('-----BEGIN EC')))));
  const config = parse(textOf(kubelet, '/etc/kubernetes/kubelet.conf'));
  t.deepEqual(config.users[0].user, { 'client-certificate': current?.path, 'client-key': current?.path });
});

test('a kubelet has a serving certificate in the name of its node, and only that node trusts it', async (t) => {
  const kubelet = await createKubeletFiles(pki, { nodeName: 'kind-worker', clusterName: 'kind', server: 'https://cp' });
  const chain = textOf(kubelet, '/var/lib/kubelet/pki/kubelet.crt');
  const cert = new X509Certificate(chain);
  t.deepEqual(altNames(cert), ['DNS:kind-worker']);
  t.true(cert.checkPrivateKey(createPrivateKey(textOf(kubelet, '/var/lib/kubelet/pki/kubelet.key'))));
  t.true(isSignedBy(cert, chain.slice(chain.lastIndexOf('-----BEGIN'))));
  t.false(isSignedBy(cert, pki.ca.cert));
});

test('a worker gets no private key of the cluster', async (t) => {
  const kubelet = await createKubeletFiles(pki, { nodeName: 'w', clusterName: 'kind', server: 'https://cp:6443' });
  for (const key of [pki.ca.key, pki.etcdCa.key, pki.frontProxyCa.key, pki.serviceAccount.privateKey])
    t.false(kubelet.some((file) => String(file.content).includes(key)));
});

test('a PKI read back from its files signs for the same cluster', async (t) => {
  const readBack = JSON.parse(JSON.stringify(pki)) as ClusterPki;
  const { superAdmin } = await createAdminCredentials(readBack);
  t.true(isSignedBy(new X509Certificate(superAdmin.cert), pki.ca.cert));
  t.is(superAdmin.ca, pki.ca.cert);
});

test('serial numbers are positive, of 64 bits and never twice the same', (t) => {
  const serials = files
    .filter((file) => file.path.endsWith('.crt'))
    .map((file) => new X509Certificate(String(file.content)).serialNumber);
  t.true(serials.every((serial) => /^[4-7][0-9A-F]{15}$/.test(serial)));
  t.is(new Set(serials).size, serials.length);
});

for (const [algorithm, header, keyType] of [
  ['ECDSA-P256', 'EC PRIVATE KEY', 'ec'],
  ['ECDSA-P384', 'EC PRIVATE KEY', 'ec'],
  ['RSA-2048', 'RSA PRIVATE KEY', 'rsa'],
] as const) {
  test(`${algorithm} keys are written as kubeadm writes them`, async (t: ExecutionContext) => {
    const other = await createClusterPki(algorithm);
    for (const pem of [other.ca.key, other.serviceAccount.privateKey]) {
      t.true(pem.startsWith(`-----BEGIN ${header}-----\n`));
      t.is(createPrivateKey(pem).asymmetricKeyType, keyType);
    }
    t.true(other.serviceAccount.publicKey.startsWith('-----BEGIN PUBLIC KEY-----\n'));
    t.true(createPublicKey(other.serviceAccount.privateKey).equals(createPublicKey(other.serviceAccount.publicKey)));
    const { admin } = await createAdminCredentials(other);
    t.true(isSignedBy(new X509Certificate(admin.cert), other.ca.cert));
  });
}
