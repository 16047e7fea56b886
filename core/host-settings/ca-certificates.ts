import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/** The certificates of a PEM file, one text each, or why they cannot be had. What stands between them is left out. */
export function certificatesIn(text: string): { readonly certificates: string[] } | { readonly problem: string } {
  const blocks = [...text.matchAll(block)].map(([pem, label = '']) => ({ pem, label }));
  const other = blocks.find(({ label }) => label !== 'CERTIFICATE');
  if (other !== undefined) return { problem: `expected certificates alone, found ${other.label}` };
  if (blocks.length === 0) return { problem: 'expected certificates in PEM, found none' };
  const broken = blocks.findIndex(({ pem }) => !isCertificate(pem));
  if (broken !== -1) return { problem: `expected certificates in PEM, found that number ${broken + 1} is none` };
  return { certificates: blocks.map(({ pem }) => `${pem}\n`) };
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
