import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Plugin, PluginContext, Provider } from '../core/contracts/index.js';
import { createEventBus } from '../core/events/event-bus.js';
import { dockerPlugin } from '../providers/docker/index.js';
import { localHost } from '../providers/hosts/local.js';
import { podmanPlugin } from '../providers/podman/index.js';

const plugins: Readonly<Record<string, Plugin>> = { docker: dockerPlugin, podman: podmanPlugin };

/** The engine that the tests are to use: $KIND_TEST_PROVIDER, at the place its own environment variables say. */
export const testEngine = process.env.KIND_TEST_PROVIDER ?? 'podman';

/** A provider of its own on the tests' engine. Closing it closes its host too. */
export async function openTestProvider(
  options: Readonly<Record<string, unknown>> = {},
  engine = testEngine,
): Promise<Provider> {
  const context = testContext();
  const create = plugins[engine]?.providers?.[engine];
  if (create === undefined) throw new Error(`KIND_TEST_PROVIDER names no engine: ${engine}`);
  const provider = await create(options, context);
  const close = async () => {
    await provider.close();
    await context.host.close();
  };
  return { ...provider, close };
}

/** podman takes registries on loopback for encrypted ones unless told; docker does not. */
function insecureRegistries(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kind-ts-registries-')), 'registries.conf');
  writeFileSync(file, '[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n');
  process.once('exit', () => rmSync(dirname(file), { recursive: true, force: true }));
  return file;
}

if (testEngine === 'podman') process.env.CONTAINERS_REGISTRIES_CONF ??= insecureRegistries();

function testContext(env: PluginContext['env'] = process.env): PluginContext {
  return { host: localHost(process.env), events: createEventBus(), env, baseDir: process.cwd() };
}
