import type { Cni } from './cni.js';
import type { Events } from './events.js';
import type { Host } from './host.js';
import type { ImageLoader } from './image-loader.js';
import type { Provider } from './provider.js';
import type { StorageProvisioner } from './storage-provisioner.js';

/** What a plugin's factories are given. Nothing else of ours is reachable for them. */
export interface PluginContext {
  readonly host: Host;
  readonly events: Events;
  /** The environment variables of the process, as they were at the start. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder from which relative paths in options are resolved. */
  readonly baseDir: string;
}

/** Makes one thing from its options in the config. SDKs are imported inside, so that an unused plugin costs nothing. */
export type Factory<T> = (options: Readonly<Record<string, unknown>>, context: PluginContext) => Promise<T>;

/** An npm package, a file, or a built-in: contributions by name. */
export interface Plugin {
  readonly name: string;
  /** The version of these contracts that the plugin was written for. */
  readonly apiVersion: 1;
  readonly providers?: Readonly<Record<string, Factory<Provider>>>;
  readonly cnis?: Readonly<Record<string, Factory<Cni>>>;
  readonly storageProvisioners?: Readonly<Record<string, Factory<StorageProvisioner>>>;
  readonly imageLoaders?: Readonly<Record<string, Factory<ImageLoader>>>;
}

/** Gives a plugin its type. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
