import { createCa, type KeyedCertificate, openSigner } from './certificate.js';
import { type EncryptionAlgorithm, exportKeys, generateKeys, type KeyPair } from './keys.js';

/** The secrets that all control-plane nodes of a cluster share. Plain PEM, so it can be read back from a node's files. */
export interface ClusterPki {
  /** Of every key that is made from now on. */
  readonly encryptionAlgorithm: EncryptionAlgorithm;
  readonly ca: KeyedCertificate;
  readonly frontProxyCa: KeyedCertificate;
  readonly etcdCa: KeyedCertificate;
  /** Signs service-account tokens. */
  readonly serviceAccount: KeyPair;
}

/** What a client needs besides the server's address; all PEM. */
export interface ClientCredentials extends KeyedCertificate {
  readonly ca: string;
}

/** Makes a cluster's three CAs and its service-account key, as `kubeadm init phase certs` would. */
export async function createClusterPki(encryptionAlgorithm: EncryptionAlgorithm = 'ECDSA-P256'): Promise<ClusterPki> {
  const [ca, frontProxyCa, etcdCa, serviceAccount] = await Promise.all([
    createCa('kubernetes', encryptionAlgorithm),
    createCa('front-proxy-ca', encryptionAlgorithm),
    createCa('etcd-ca', encryptionAlgorithm),
    generateKeys(encryptionAlgorithm),
  ]);
  return { encryptionAlgorithm, ca, frontProxyCa, etcdCa, serviceAccount: exportKeys(serviceAccount) };
}

export interface AdminCredentials {
  /** What admin.conf holds: gets its rights from a cluster role binding. */
  readonly admin: ClientCredentials;
  /** What super-admin.conf holds: needs no binding, so it works before there is one. */
  readonly superAdmin: ClientCredentials;
}

export async function createAdminCredentials(pki: ClusterPki): Promise<AdminCredentials> {
  const [admin, superAdmin] = await Promise.all([
    createClientCredentials(pki, 'kubernetes-admin', 'kubeadm:cluster-admins'),
    createClientCredentials(pki, 'kubernetes-super-admin', 'system:masters'),
  ]);
  return { admin, superAdmin };
}

/** A client certificate for the API: the user's name and group. */
export async function createClientCredentials(
  pki: ClusterPki,
  commonName: string,
  organization?: string,
): Promise<ClientCredentials> {
  const signer = await openSigner(pki.ca);
  const issued = await signer.issue({ commonName, organization, usages: ['clientAuth'] }, pki.encryptionAlgorithm);
  return { ca: pki.ca.cert, ...issued };
}
