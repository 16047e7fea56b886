import type { Container } from 'inversify';
import { contributedNames } from '../container/plugin-module.js';
import { tokens } from '../container/tokens.js';
import type { PluginChoice, Provider } from '../contracts/index.js';
import { messageOf, noProvider, providerUnknown } from '../errors/index.js';

/** What the user said about the engine, strongest first: the flag, the environment, the config. */
export interface ProviderWishes {
  readonly flag?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config?: PluginChoice;
}

/** The engine the user wants, or undefined when it does not matter which. */
export function wantedProvider({ flag, env, config }: ProviderWishes): PluginChoice | undefined {
  const name = flag || env.KIND_PROVIDER || env.KIND_EXPERIMENTAL_PROVIDER;
  if (!name) return config;
  return config && 'name' in config && config.name === name ? config : { name, options: {} };
}

/** Connects to the wanted engine, or to the first that answers. The caller closes it. */
export async function openProvider(
  app: Container,
  wanted: PluginChoice | undefined,
  signal?: AbortSignal,
): Promise<Provider> {
  if (wanted && 'name' in wanted) return openNamed(app, wanted, signal);
  const refusals: { provider: string; reason: string }[] = [];
  for (const name of providerNames(app)) {
    try {
      return await openNamed(app, { name, options: {} }, signal);
    } catch (error) {
      signal?.throwIfAborted();
      refusals.push({ provider: name, reason: messageOf(error) });
    }
  }
  throw noProvider({ refusals });
}

/** In the order in which they are tried. */
export function providerNames(app: Container): string[] {
  return contributedNames(app.get(tokens.plugins), tokens.providerFactory);
}

async function openNamed(
  app: Container,
  { name, options }: Extract<PluginChoice, { name: string }>,
  signal?: AbortSignal,
): Promise<Provider> {
  if (!app.isBound(tokens.providerFactory, { name })) throw providerUnknown({ name, known: providerNames(app) });
  const factory = app.get(tokens.providerFactory, { name });
  const provider = await factory(options, app.get(tokens.pluginContext));
  try {
    await provider.facts(signal);
    return provider;
  } catch (error) {
    await provider.close();
    throw error;
  }
}
