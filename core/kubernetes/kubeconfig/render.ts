import { stringify } from 'yaml';
import type { Entry } from './entries.js';

/** client-go's layout; YAML 1.1, so that a cluster named `on` stays a string for Go. */
export const yamlStyle = { lineWidth: 0, indentSeq: false, version: '1.1' } as const;

/** One cluster, one user and one context; certificates and keys are PEM. */
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

/** What a user's kubeconfig says about one of our clusters; certificates and keys are PEM. */
export interface KubeconfigEntry {
  /** The cluster's name, without `kind-`. */
  readonly cluster: string;
  readonly server: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** The name of a cluster's stanzas in a user's kubeconfig: upstream's. */
export function contextName(cluster: string): string {
  return `kind-${cluster}`;
}

/** A user's kubeconfig that knows one cluster only. */
export function renderKubeconfig(entry: KubeconfigEntry): string {
  return renderClientConfig(asClientConfig(entry));
}

/** A kubeconfig laid out as client-go writes it. */
export function renderClientConfig(config: ClientConfig): string {
  const { clusters, contexts, users } = stanzas(config);
  const document = {
    apiVersion: 'v1',
    clusters: [clusters],
    contexts: [contexts],
    'current-context': contexts.name,
    kind: 'Config',
    users: [users],
  };
  return stringify(document, yamlStyle);
}

/** The entry's stanzas, by the list each belongs to. */
export function kubeconfigEntries(entry: KubeconfigEntry): { clusters: Entry; contexts: Entry; users: Entry } {
  return stanzas(asClientConfig(entry));
}

function asClientConfig({ cluster, server, ca, cert, key }: KubeconfigEntry): ClientConfig {
  const name = contextName(cluster);
  return { cluster: name, user: name, context: name, server, ca, credentials: { cert, key } };
}

function stanzas(config: ClientConfig): { clusters: Entry; contexts: Entry; users: Entry } {
  const { cluster, user, context = `${user}@${cluster}` } = config;
  return {
    clusters: {
      cluster: { 'certificate-authority-data': base64(config.ca), server: config.server },
      name: cluster,
    },
    contexts: { context: { cluster, user }, name: context },
    users: { name: user, user: userFields(config.credentials) },
  };
}

function userFields(credentials: ClientConfig['credentials']): Record<string, string> {
  if ('certFile' in credentials)
    return { 'client-certificate': credentials.certFile, 'client-key': credentials.keyFile };
  return { 'client-certificate-data': base64(credentials.cert), 'client-key-data': base64(credentials.key) };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
