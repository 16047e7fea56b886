import { stringify } from 'yaml';

/** One cluster, one user and one context, all PEM in clear. */
export interface ClientConfig {
  /** The cluster's name in the file. */
  readonly cluster: string;
  readonly server: string;
  readonly ca: string;
  readonly user: string;
  /** Inline, or paths on the machine the file is for. */
  readonly credentials:
    | { readonly cert: string; readonly key: string }
    | { readonly certFile: string; readonly keyFile: string };
  /** `user@cluster` unless told, as kubeadm names it. */
  readonly context?: string;
}

/** A kubeconfig laid out as client-go writes it. */
export function renderClientConfig(config: ClientConfig): string {
  const { cluster, user, context = `${user}@${cluster}` } = config;
  const document = {
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': base64(config.ca), server: config.server }, name: cluster }],
    contexts: [{ context: { cluster, user }, name: context }],
    'current-context': context,
    kind: 'Config',
    users: [{ name: user, user: userFields(config.credentials) }],
  };
  return stringify(document, { lineWidth: 0, indentSeq: false });
}

function userFields(credentials: ClientConfig['credentials']): Record<string, string> {
  if ('certFile' in credentials)
    return { 'client-certificate': credentials.certFile, 'client-key': credentials.keyFile };
  return { 'client-certificate-data': base64(credentials.cert), 'client-key-data': base64(credentials.key) };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
