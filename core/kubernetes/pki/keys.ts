import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** The values of kubeadm's `ClusterConfiguration.encryptionAlgorithm`. */
export type EncryptionAlgorithm = 'ECDSA-P256' | 'ECDSA-P384' | 'RSA-2048' | 'RSA-3072' | 'RSA-4096';

/** Both keys as PEM, in the forms kubeadm writes: SEC 1 or PKCS #1 for the private one, PKIX for the public one. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A fresh key pair. RSA takes a hundred times as long as ECDSA. */
export async function generateKeys(algorithm: EncryptionAlgorithm): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyObjects(algorithm);
  const type = privateKey.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1';
  return {
    privateKey: privateKey.export({ type, format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function generateKeyObjects(algorithm: EncryptionAlgorithm): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  const [family, size] = algorithm.split('-');
  if (family === 'RSA') return generate('rsa', { modulusLength: Number(size) });
  return generate('ec', { namedCurve: size === 'P384' ? 'P-384' : 'P-256' });
}

/** A private key made ready to sign certificates, and its public half. */
export interface SigningKey {
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  readonly algorithm: { readonly name: string; readonly hash: string };
}

/** Reads a private key in any PEM form that kubeadm reads. */
export async function importSigningKey(privateKeyPem: string): Promise<SigningKey> {
  const key = createPrivateKey(privateKeyPem);
  const algorithm = signatureAlgorithm(key);
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    importPublicKey(key),
  ]);
  return { privateKey, publicKey, algorithm };
}

/** The public half of a private (or public) key, for a certificate to certify. */
export function importPublicKey(key: KeyObject | string): Promise<webcrypto.CryptoKey> {
  const publicKey = createPublicKey(key);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return webcrypto.subtle.importKey('spki', spki, signatureAlgorithm(publicKey), true, ['verify']);
}

function signatureAlgorithm(key: KeyObject): { name: string; hash: string; namedCurve?: string } {
  if (key.asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const isP384 = key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return { name: 'ECDSA', hash: isP384 ? 'SHA-384' : 'SHA-256', namedCurve: isP384 ? 'P-384' : 'P-256' };
}
