import { Container, type ServiceIdentifier } from 'inversify';
import type { ClusterSpec, Factory, PluginChoice, PluginContext, Provider } from '../contracts/index.js';
import { pluginUnknown } from '../errors/index.js';
import { contributedNames } from './plugin-module.js';
import { tokens } from './tokens.js';

/** A child container for one cluster: what its spec chooses is bound to what will run. */
export function createClusterContainer(app: Container, spec: ClusterSpec, provider: Provider): Container {
  const container = new Container({ parent: app });
  container.bind(tokens.clusterSpec).toConstantValue(spec);
  container.bind(tokens.provider).toConstantValue(provider);
  bindChoice(container, 'CNI', tokens.cni, tokens.cniFactory, spec.cni);
  bindChoice(container, 'storage provisioner', tokens.storage, tokens.storageFactory, spec.storage);
  return container;
}

/** Throws PLUGIN_UNKNOWN when no plugin contributes the chosen name. */
function bindChoice<T>(
  container: Container,
  kind: string,
  token: ServiceIdentifier<T>,
  factoryToken: ServiceIdentifier<Factory<T>>,
  choice: PluginChoice,
): void {
  const [name, options] = 'manifest' in choice ? ['manifest', choice] : [choice.name, choice.options];
  if (!container.isBound(factoryToken, { name })) {
    throw pluginUnknown({ kind, name, known: contributedNames(container.get(tokens.plugins), factoryToken) });
  }
  container
    .bind(token)
    .toResolvedValue(
      (factory: Factory<T>, context: PluginContext) => factory(options, context),
      [{ serviceIdentifier: factoryToken, name }, tokens.pluginContext],
    )
    .inSingletonScope();
}
