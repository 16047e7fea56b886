import 'reflect-metadata';
import { Container } from 'inversify';
import type { Plugin, PluginContext } from '../contracts/index.js';
import { pluginModule } from './plugin-module.js';
import { tokens } from './tokens.js';

/** One container for each library call: the host, the events and every plugin's factories. */
export function createAppContainer(context: PluginContext, plugins: readonly Plugin[]): Container {
  const container = new Container();
  container.bind(tokens.pluginContext).toConstantValue(context);
  container.bind(tokens.host).toConstantValue(context.host);
  container.bind(tokens.events).toConstantValue(context.events);
  container.bind(tokens.plugins).toConstantValue(plugins);
  container.load(...plugins.map(pluginModule));
  return container;
}
