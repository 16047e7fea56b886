import { parse } from 'yaml';
import { kubeconfigInvalid, messageOf } from '../../errors/index.js';

/** How to reach an API server, and as whom; all PEM. */
export interface KubeconfigCredentials {
  readonly server: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Reads the current context of a node's admin.conf. `file` is for the message of KUBECONFIG_INVALID. */
export function readKubeconfigCredentials(text: string, file = 'admin.conf'): KubeconfigCredentials {
  const config = parseConfig(text, file);
  const context = named(config?.contexts, config?.['current-context'])?.context;
  const cluster = named(config?.clusters, context?.cluster)?.cluster;
  const user = named(config?.users, context?.user)?.user;
  const read = (stanza: Stanza, field: string) => stringField(stanza, field, file);
  return {
    server: read(cluster, 'server'),
    ca: fromBase64(read(cluster, 'certificate-authority-data')),
    cert: fromBase64(read(user, 'client-certificate-data')),
    key: fromBase64(read(user, 'client-key-data')),
  };
}

type Stanza = Readonly<Record<string, unknown>> | undefined;
type Named = { name?: unknown; cluster?: Stanza; user?: Stanza; context?: Stanza };
type Config = { clusters?: Named[]; users?: Named[]; contexts?: Named[]; 'current-context'?: unknown } | null;

function parseConfig(text: string, file: string): Config {
  try {
    return parse(text, { prettyErrors: false });
  } catch (error) {
    throw kubeconfigInvalid({ file, reason: messageOf(error) }, { cause: error });
  }
}

function named(list: Named[] | undefined, name: unknown): Named | undefined {
  return Array.isArray(list) ? list.find((item) => item?.name === name) : undefined;
}

function stringField(stanza: Stanza, field: string, file: string): string {
  const value = stanza?.[field];
  if (typeof value !== 'string') throw kubeconfigInvalid({ file, reason: `its current context has no ${field}` });
  return value;
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
