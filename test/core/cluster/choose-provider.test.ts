import test from 'ava';
import { openProvider, providerNames, wantedProvider } from '../../../core/cluster/choose-provider.js';
import { createAppContainer } from '../../../core/container/app-container.js';
import { definePlugin, type Factory, type Provider } from '../../../core/contracts/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { fakeHost } from '../../fakes/host.js';
import { type FakeProvider, fakeProvider } from '../../fakes/provider.js';

const context = { host: fakeHost(), events: createEventBus(), env: {}, baseDir: '/' };

/** An application whose engines are these, in this order. */
function appWith(providers: Readonly<Record<string, Factory<Provider>>>) {
  const plugins = Object.entries(providers).map(([name, factory]) =>
    definePlugin({ name, apiVersion: 1, providers: { [name]: factory } }),
  );
  return createAppContainer(context, plugins);
}

function dead(reason: string): { factory: Factory<Provider>; provider: FakeProvider } {
  const provider = fakeProvider();
  const facts = async () => {
    throw new Error(reason);
  };
  return { provider, factory: async () => ({ ...provider, facts }) };
}

test('the flag comes before the environment, ours before upstream’s, and both before the config', (t) => {
  const config = { name: 'podman', options: { socket: '/s' } };
  const both = { KIND_PROVIDER: 'b', KIND_EXPERIMENTAL_PROVIDER: 'c' };
  t.deepEqual(wantedProvider({ flag: 'a', env: both, config }), { name: 'a', options: {} });
  t.deepEqual(wantedProvider({ env: both, config }), { name: 'b', options: {} });
  t.deepEqual(wantedProvider({ env: { KIND_EXPERIMENTAL_PROVIDER: 'c' }, config }), { name: 'c', options: {} });
  t.deepEqual(wantedProvider({ env: { KIND_PROVIDER: '' }, config }), config);
  t.is(wantedProvider({ env: {} }), undefined);
});

test('options in the config count when the flag names the same engine', (t) => {
  const config = { name: 'podman', options: { socket: '/s' } };
  t.deepEqual(wantedProvider({ flag: 'podman', env: {}, config }), config);
});

test('engines are tried in the order of the plugins, and the first that answers is used', async (t) => {
  const broken = dead('no socket');
  const app = appWith({ broken: broken.factory, good: async () => fakeProvider(), other: async () => fakeProvider() });
  t.deepEqual(providerNames(app), ['broken', 'good', 'other']);
  const provider = await openProvider(app, undefined);
  t.deepEqual(provider.name, 'fake');
  t.deepEqual(broken.provider.log, ['close']);
});

test('when no engine answers, the error has the reason of each', async (t) => {
  const app = appWith({ a: dead('no socket').factory, b: dead('not installed').factory });
  await t.throwsAsync(openProvider(app, undefined), {
    code: 'NO_PROVIDER',
    message: 'No container engine answers:\n  a: no socket\n  b: not installed',
  });
});

test('an engine that the user wants is the only one tried, and its own error is told', async (t) => {
  const broken = dead('no socket');
  const app = appWith({ good: async () => fakeProvider(), broken: broken.factory });
  await t.throwsAsync(openProvider(app, { name: 'broken', options: {} }), { message: 'no socket' });
  t.deepEqual(broken.provider.log, ['close']);
});

test('an unknown engine is an error that lists the known ones', async (t) => {
  const app = appWith({ docker: async () => fakeProvider(), podman: async () => fakeProvider() });
  await t.throwsAsync(openProvider(app, { name: 'dokcer', options: {} }), { code: 'PROVIDER_UNKNOWN' });
});

test('an engine gets its options', async (t) => {
  const given: unknown[] = [];
  const app = appWith({
    good: async (options) => {
      given.push(options);
      return fakeProvider();
    },
  });
  await openProvider(app, { name: 'good', options: { socket: '/s' } });
  t.deepEqual(given, [{ socket: '/s' }]);
});

test('an interrupt while engines are tried is not taken for a refusal', async (t) => {
  const interrupt = new AbortController();
  const factory: Factory<Provider> = async () => {
    interrupt.abort();
    return dead('aborted').factory({}, context);
  };
  await t.throwsAsync(openProvider(appWith({ slow: factory }), undefined, interrupt.signal), {
    name: 'AbortError',
    any: true,
  });
});
