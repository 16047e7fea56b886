import type { PluginContext } from '../../core/contracts/plugin.js';
import type { Provider } from '../../core/contracts/provider.js';
import { type KindError, messageOf, providerUnreachable } from '../../core/errors/index.js';
import { type Address, connectEngine, engineProvider, parseAddress, socketAddress } from '../engine-api/index.js';
import { startService } from './service.js';

const name = 'podman';

/** Podman on a host. `options.address` is its service's URL; without one, a service is started where none answers. */
export function podmanProvider(options: Readonly<Record<string, unknown>>, context: PluginContext): Provider {
  const open = async (signal?: AbortSignal) => {
    const chosen = chosenAddress(options, context);
    if (chosen !== undefined) return connectEngine(name, context.host, [chosen], signal);
    const addresses = usualAddresses(context);
    try {
      return await connectEngine(name, context.host, addresses, signal);
    } catch (error) {
      if (!providerUnreachable.is(error)) throw error;
      return await openOwnService(context, error, signal);
    }
  };
  return engineProvider({ name, host: context.host, open });
}

async function openOwnService(context: PluginContext, refusal: KindError, signal?: AbortSignal) {
  try {
    const service = await startService(context.host, signal);
    const opened = await connectEngine(name, context.host, [socketAddress(service.socket)], signal);
    return { ...opened, stop: service.stop };
  } catch (cause) {
    const { endpoint, reason } = refusal.details as Refusal;
    const why = `${reason}; and its service could not be started: ${messageOf(cause)}`;
    throw providerUnreachable({ provider: name, endpoint, reason: why }, { cause });
  }
}

type Refusal = Parameters<typeof providerUnreachable>[0];

function chosenAddress(options: Readonly<Record<string, unknown>>, { host, env }: PluginContext): Address | undefined {
  const url = options.address ?? (host.name === 'local' ? env.CONTAINER_HOST : undefined);
  return typeof url === 'string' && url !== '' ? parseAddress(url, name) : undefined;
}

function usualAddresses({ env }: PluginContext): Address[] {
  const folder = env.XDG_RUNTIME_DIR;
  const rootless = folder === undefined || folder === '' ? [] : [`${folder}/podman/podman.sock`];
  return ['/run/podman/podman.sock', ...rootless].map(socketAddress);
}
