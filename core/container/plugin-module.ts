import { ContainerModule, type ServiceIdentifier } from 'inversify';
import type { Factory, Plugin } from '../contracts/index.js';
import { tokens } from './tokens.js';

/** Which part of a plugin is bound to which token. */
const contributions = [
  [tokens.providerFactory, (plugin: Plugin) => plugin.providers],
  [tokens.cniFactory, (plugin: Plugin) => plugin.cnis],
  [tokens.storageFactory, (plugin: Plugin) => plugin.storageProvisioners],
  [tokens.imageLoaderFactory, (plugin: Plugin) => plugin.imageLoaders],
] as readonly [ServiceIdentifier<Factory<unknown>>, (plugin: Plugin) => Plugin['providers']][];

/** Binds what a plugin contributes, each factory under its name. */
export function pluginModule(plugin: Plugin): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const [token, factoriesOf] of contributions) {
      for (const [name, factory] of Object.entries(factoriesOf(plugin) ?? {})) {
        bind(token).toConstantValue(factory).whenNamed(name);
      }
    }
  });
}

/** The names that the plugins contribute for a token. */
export function contributedNames<T>(plugins: readonly Plugin[], token: ServiceIdentifier<Factory<T>>): string[] {
  const [, factoriesOf] = contributions.find(([candidate]) => candidate === token) ?? [token, () => undefined];
  return plugins.flatMap((plugin) => Object.keys(factoriesOf(plugin) ?? {}));
}
