import { createPrivateKey, createPublicKey, KeyObject, webcrypto } from 'node:crypto';

/** The values of kubeadm's `ClusterConfiguration.encryptionAlgorithm`. */
export const encryptionAlgorithms = ['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const;

export type EncryptionAlgorithm = (typeof encryptionAlgorithms)[number];

/** Both keys as PEM, in the forms kubeadm writes: SEC 1 or PKCS #1 for the private one, PKIX for the public one. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A key pair that can sign. */
export interface SigningKeys {
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  readonly algorithm: { readonly name: string; readonly hash: string; readonly namedCurve?: string };
}

const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const p384 = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const publicExponent = new Uint8Array([1, 0, 1]);

/** A fresh key pair. RSA takes a hundred times as long as ECDSA. */
export async function generateKeys(encryptionAlgorithm: EncryptionAlgorithm): Promise<SigningKeys> {
  const { subtle } = webcrypto;
  if (encryptionAlgorithm.startsWith('ECDSA')) {
    const algorithm = encryptionAlgorithm === 'ECDSA-P384' ? p384 : p256;
    return { ...(await subtle.generateKey(algorithm, true, ['sign', 'verify'])), algorithm };
  }
  const modulusLength = Number(encryptionAlgorithm.slice('RSA-'.length));
  const keys = await subtle.generateKey({ ...rsa, modulusLength, publicExponent }, true, ['sign', 'verify']);
  return { ...keys, algorithm: rsa };
}

/** Reads a private key in any PEM form that kubeadm reads. */
export async function importKeys(privateKeyPem: string): Promise<SigningKeys> {
  const key = createPrivateKey(privateKeyPem);
  const algorithm = signatureAlgorithm(key);
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
  ]);
  return { privateKey, publicKey, algorithm };
}

/** The keys as PEM. */
export function exportKeys(keys: SigningKeys): KeyPair {
  const privateKey = KeyObject.from(keys.privateKey);
  const type = privateKey.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1';
  return {
    privateKey: privateKey.export({ type, format: 'pem' }).toString(),
    publicKey: KeyObject.from(keys.publicKey).export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function signatureAlgorithm(key: KeyObject): SigningKeys['algorithm'] {
  if (key.asymmetricKeyType === 'rsa') return rsa;
  return key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? p384 : p256;
}
