import type { ServiceIdentifier } from 'inversify';
import type {
  ClusterSpec,
  Cni,
  Events,
  Factory,
  Host,
  ImageLoader,
  Plugin,
  PluginContext,
  Provider,
  StorageProvisioner,
} from '../contracts/index.js';

const token = <T>(name: string) => Symbol(name) as ServiceIdentifier<T>;

/** What can be injected. The factories are bound by name, one of each name. */
export const tokens = {
  host: token<Host>('Host'),
  events: token<Events>('Events'),
  plugins: token<readonly Plugin[]>('Plugin[]'),
  pluginContext: token<PluginContext>('PluginContext'),
  providerFactory: token<Factory<Provider>>('Factory<Provider>'),
  cniFactory: token<Factory<Cni>>('Factory<Cni>'),
  storageFactory: token<Factory<StorageProvisioner>>('Factory<StorageProvisioner>'),
  imageLoaderFactory: token<Factory<ImageLoader>>('Factory<ImageLoader>'),
  clusterSpec: token<ClusterSpec>('ClusterSpec'),
  provider: token<Provider>('Provider'),
  cni: token<Cni>('Cni'),
  storage: token<StorageProvisioner>('StorageProvisioner'),
};
