import { createHash } from 'node:crypto';
import type { PluginContext } from '../../core/contracts/plugin.js';
import { unsupported } from '../../core/errors/index.js';
import { type Address, parseAddress, socketAddress } from '../engine-api/index.js';
import { clientFolder, readJson, text } from './client-settings.js';

const name = 'docker';

/** Where docker may answer: the address that was chosen, else every place where it usually listens. */
export async function dockerAddresses(
  options: Readonly<Record<string, unknown>>,
  context: Pick<PluginContext, 'host' | 'env'>,
): Promise<Address[]> {
  // Another machine's docker has nothing to do with this machine's environment.
  const env = context.host.name === 'local' ? context.env : {};
  const chosen = text(options.address) ?? text(env.DOCKER_HOST) ?? (await contextAddress(context.host, env));
  if (chosen === undefined) return usualAddresses(env);
  if (text(env.DOCKER_TLS_VERIFY) !== undefined && chosen.startsWith('tcp:'))
    throw unsupported({ what: `TLS to ${chosen} (DOCKER_TLS_VERIFY)`, by: `provider ${name}` });
  return [parseAddress(chosen, name)];
}

function usualAddresses({ HOME, XDG_RUNTIME_DIR }: PluginContext['env']): Address[] {
  return [
    '/var/run/docker.sock',
    ...(HOME === undefined ? [] : [`${HOME}/.docker/run/docker.sock`]),
    ...(XDG_RUNTIME_DIR === undefined ? [] : [`${XDG_RUNTIME_DIR}/docker.sock`]),
  ].map(socketAddress);
}

/** The address behind docker's current context, unless it is the default one. */
async function contextAddress(host: PluginContext['host'], env: PluginContext['env']): Promise<string | undefined> {
  const folder = clientFolder(env);
  if (folder === undefined) return undefined;
  const current = text(env.DOCKER_CONTEXT) ?? text((await readJson(host, `${folder}/config.json`))?.currentContext);
  if (current === undefined || current === 'default') return undefined;
  const id = createHash('sha256').update(current).digest('hex');
  const meta = await readJson(host, `${folder}/contexts/meta/${id}/meta.json`);
  return text((meta as ContextMeta | undefined)?.Endpoints?.docker?.Host);
}

interface ContextMeta {
  readonly Endpoints?: { readonly docker?: { readonly Host?: unknown } };
}
