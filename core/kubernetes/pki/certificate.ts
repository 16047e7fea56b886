import { randomBytes } from 'node:crypto';
import type { Extension, X509Certificate } from '@peculiar/x509';
import type { AltNames } from './alt-names.js';
import { type EncryptionAlgorithm, exportKeys, generateKeys, importKeys, type SigningKeys } from './keys.js';

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate that is not a CA's says about its holder. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly organization?: string;
  /** At least one. */
  readonly usages: readonly ('clientAuth' | 'serverAuth')[];
  readonly altNames?: AltNames;
}

/** A CA that is ready to sign. */
export interface Signer {
  issue(request: CertificateRequest, algorithm: EncryptionAlgorithm): Promise<KeyedCertificate>;
}

const minuteMs = 60_000;
const yearMs = 365 * 24 * 60 * minuteMs;
// As kubeadm does, so that a node whose clock is behind accepts what was made a moment ago.
const backdateMs = 5 * minuteMs;

// Loaded on first use: it costs a tenth of a second, which only those who make certificates shall pay.
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

/** A self-signed CA as kubeadm makes it: valid for ten years. */
export async function createCa(commonName: string, algorithm: EncryptionAlgorithm): Promise<KeyedCertificate> {
  const x509 = await loadX509();
  const keys = await generateKeys(algorithm);
  const notBefore = new Date(Date.now() - backdateMs);
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [commonName] }],
    issuer: [{ CN: [commonName] }],
    notBefore,
    notAfter: new Date(notBefore.getTime() + 10 * yearMs),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: keys.algorithm,
    extensions: await caExtensions(commonName, keys),
  });
  return { cert: pemOf(cert), key: exportKeys(keys).privateKey };
}

async function caExtensions(commonName: string, { publicKey }: SigningKeys): Promise<Extension[]> {
  const x509 = await loadX509();
  const { digitalSignature, keyEncipherment, keyCertSign } = x509.KeyUsageFlags;
  return [
    new x509.KeyUsagesExtension(digitalSignature | keyEncipherment | keyCertSign, true),
    new x509.BasicConstraintsExtension(true, undefined, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false),
    new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: commonName }]),
  ];
}

const signers = new WeakMap<KeyedCertificate, Promise<Signer>>();

/** Reads a CA once, for the certificates of all nodes. */
export function openSigner(ca: KeyedCertificate): Promise<Signer> {
  const signer = signers.get(ca) ?? readSigner(ca);
  signers.set(ca, signer);
  return signer;
}

async function readSigner(ca: KeyedCertificate): Promise<Signer> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(ca.cert);
  const issuerKeys = await importKeys(ca.key);
  return {
    async issue(request, algorithm) {
      const keys = await generateKeys(algorithm);
      const cert = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: subjectOf(request),
        issuer: issuer.subjectName,
        notBefore: new Date(Math.max(issuer.notBefore.getTime(), Date.now() - backdateMs)),
        notAfter: new Date(Math.min(issuer.notAfter.getTime(), Date.now() + yearMs)),
        publicKey: keys.publicKey,
        signingKey: issuerKeys.privateKey,
        signingAlgorithm: issuerKeys.algorithm,
        extensions: await leafExtensions(request, issuer),
      });
      return { cert: pemOf(cert), key: exportKeys(keys).privateKey };
    },
  };
}

async function leafExtensions(request: CertificateRequest, issuer: X509Certificate): Promise<Extension[]> {
  const x509 = await loadX509();
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
  const issuerKey = issuer.getExtension(x509.SubjectKeyIdentifierExtension);
  const dns = (request.altNames?.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value }));
  const ips = (request.altNames?.ips ?? []).map((value) => ({ type: 'ip' as const, value }));
  return [
    new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true),
    new x509.ExtendedKeyUsageExtension(request.usages.map((usage) => x509.ExtendedKeyUsage[usage])),
    new x509.BasicConstraintsExtension(false, undefined, true),
    ...(issuerKey ? [new x509.AuthorityKeyIdentifierExtension(issuerKey.keyId)] : []),
    ...(dns.length + ips.length > 0 ? [new x509.SubjectAlternativeNameExtension([...dns, ...ips])] : []),
  ];
}

function subjectOf({ commonName, organization }: CertificateRequest): Record<string, string[]>[] {
  return [...(organization === undefined ? [] : [{ O: [organization] }]), { CN: [commonName] }];
}

/** 63 random bits, positive and never shortened by leading zeros. */
function serialNumber(): string {
  const bytes = randomBytes(8);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function pemOf(cert: X509Certificate): string {
  return `${cert.toString('pem').trimEnd()}\n`;
}
