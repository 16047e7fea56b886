import type { Plugin, PluginContext, Provider } from '../core/contracts/index.js';
import { createEventBus } from '../core/events/event-bus.js';
import { dockerPlugin } from '../providers/docker/index.js';
import { localHost } from '../providers/hosts/local.js';
import { podmanPlugin } from '../providers/podman/index.js';

const plugins: Readonly<Record<string, Plugin>> = { docker: dockerPlugin, podman: podmanPlugin };

/** The engine that the tests are to use: $KIND_TEST_PROVIDER, at the place its own environment variables say. */
export const testEngine = process.env.KIND_TEST_PROVIDER ?? 'podman';

/** A provider of its own on the tests' engine. Closing it closes its host too. */
export async function openTestProvider(options: Readonly<Record<string, unknown>> = {}): Promise<Provider> {
  const context = testContext();
  const create = plugins[testEngine]?.providers?.[testEngine];
  if (create === undefined) throw new Error(`KIND_TEST_PROVIDER names no engine: ${testEngine}`);
  const provider = await create(options, context);
  const close = async () => {
    await provider.close();
    await context.host.close();
  };
  return { ...provider, close };
}

export function testContext(env: PluginContext['env'] = process.env): PluginContext {
  return { host: localHost(process.env), events: createEventBus(), env, baseDir: process.cwd() };
}
