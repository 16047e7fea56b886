import type { Container } from 'inversify';
import { createAppContainer } from '../container/app-container.js';
import type { Events, Host, KindEvent, Plugin } from '../contracts/index.js';
import { createEventBus } from '../events/event-bus.js';

/** What every library call may be told about its surroundings. */
export interface KindOptions {
  /** The engine to use; else $KIND_PROVIDER, the config, and the first that answers. */
  readonly provider?: string;
  /** Environment variables; the process's own unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder from which relative paths are resolved; the current one unless given. */
  readonly baseDir?: string;
  /** The user's home folder. */
  readonly homeDir?: string;
  /** Kubeconfig file instead of $KUBECONFIG and ~/.kube/config; `false` leaves kubeconfigs alone. */
  readonly kubeconfig?: string | false;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: KindEvent) => void;
}

/** `KindOptions` with every default filled in. */
export interface Surroundings extends KindOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly baseDir: string;
  readonly homeDir: string;
  readonly cacheDir: string;
  readonly temporaryDir: string;
  /** As in Node: `linux`, `darwin`, `win32`. */
  readonly platform: NodeJS.Platform;
}

/** What one library call works with. */
export interface Session {
  readonly surroundings: Surroundings;
  readonly events: Events;
  readonly host: Host;
  readonly app: Container;
}

export function openSession(surroundings: Surroundings, host: Host, plugins: readonly Plugin[]): Session {
  const events = createEventBus();
  if (surroundings.onEvent) events.subscribe(surroundings.onEvent);
  const { env, baseDir } = surroundings;
  return { surroundings, events, host, app: createAppContainer({ host, events, env, baseDir }, plugins) };
}
