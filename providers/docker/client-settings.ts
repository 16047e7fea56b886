import type { PluginContext } from '../../core/contracts/plugin.js';

type Context = Pick<PluginContext, 'host' | 'env'>;

/** Where docker's own command keeps its settings. */
export function clientFolder(env: PluginContext['env']): string | undefined {
  return text(env.DOCKER_CONFIG) ?? (env.HOME === undefined ? undefined : `${env.HOME}/.docker`);
}

/** The proxies that docker's own command gives to containers on the engine at `endpoint`. */
export async function clientProxies(endpoint: string, { host, env }: Context): Promise<Record<string, string>> {
  const folder = host.name === 'local' ? clientFolder(env) : undefined;
  if (folder === undefined) return {};
  const proxies = (await readJson(host, `${folder}/config.json`))?.proxies as Record<string, ProxySettings> | undefined;
  const { httpProxy, httpsProxy, noProxy } = proxies?.[endpoint] ?? proxies?.default ?? {};
  const given = Object.entries({ HTTP_PROXY: text(httpProxy), HTTPS_PROXY: text(httpsProxy), NO_PROXY: text(noProxy) });
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

interface ProxySettings {
  readonly httpProxy?: unknown;
  readonly httpsProxy?: unknown;
  readonly noProxy?: unknown;
}

export async function readJson(
  host: PluginContext['host'],
  path: string,
): Promise<Record<string, unknown> | undefined> {
  if (!(await host.exists(path))) return undefined;
  const { exitCode, stdout } = await host.exec(['cat', path]);
  if (exitCode !== 0) return undefined;
  try {
    return JSON.parse(stdout);
  } catch {
    // docker's own file, and only a hint for us: the usual places are tried instead.
    return undefined;
  }
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
