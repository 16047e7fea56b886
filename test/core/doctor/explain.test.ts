import test from 'ava';
import { loadConfig } from '../../../core/config/index.js';
import type { NodeSpec, Provider } from '../../../core/contracts/index.js';
import { explainFailure } from '../../../core/doctor/explain.js';
import { clusterExists, type KindError, nodeNotReady } from '../../../core/errors/index.js';
import { fakeMachine, goodMachine } from '../../fakes/machine.js';
import { type FakeEngine, fakeProvider } from '../../fakes/provider.js';

const spec = loadConfig(undefined, { name: 'c', env: {} }, '/');
const bootFailed = nodeNotReady({ node: 'c-control-plane', reason: 'systemd did not start', log: '' });

/** An engine on such a machine, with the one node of the cluster. */
async function engineWithNode(files: Readonly<Record<string, string>>, engine: FakeEngine = {}): Promise<Provider> {
  const provider = fakeProvider(engine);
  await provider.createNode({ name: 'c-control-plane', cluster: 'c' } as NodeSpec);
  return { ...provider, host: fakeMachine(files) };
}

const explain = async (provider: Provider, failure: unknown = bootFailed) =>
  (await explainFailure(failure, spec, provider, AbortSignal.timeout(10_000))) as KindError;

test('a failure on a machine where all is well stays as it is', async (t) => {
  t.is(await explain(await engineWithNode(goodMachine)), bootFailed);
});

test('a failure names what the log of a node tells, with the line, and the cure comes before the hint', async (t) => {
  const line = 'Failed to create control group inotify object: Too many open files';
  const error = await explain(await engineWithNode(goodMachine, { log: () => `Welcome!\r\n${line}\r\n` }));
  t.is(error.code, 'NODE_BOOT_FAILED');
  t.true(error.message.startsWith(bootFailed.message));
  t.true(error.message.includes(`as c-control-plane says: ${line} [INOTIFY_INSTANCES]`), error.message);
  t.is(error.hint, `sudo sysctl fs.inotify.max_user_instances=1024\n${bootFailed.hint}`);
});

test('a failure names what the machine lacks', async (t) => {
  const files = { ...goodMachine, '/proc/sys/fs/inotify/max_user_instances': '25\n' };
  const { message, hint } = await explain(await engineWithNode(files));
  t.regex(message, /inotify instances: 25 inotify instances a user.* \[INOTIFY_INSTANCES\]/);
  t.regex(hint, /^sudo sysctl fs\.inotify\.max_user_instances=1024;/);
});

test('a node that ran out of memory is named', async (t) => {
  const engine = { end: () => ({ exitCode: 137, wasOutOfMemory: true }) };
  const { message } = await explain(await engineWithNode(goodMachine, engine));
  t.regex(message, /c-control-plane has stopped: the kernel ended it for lack of memory \(exit code 137\) \[MEMORY\]/);
});

test('each kind of cause is told once, however many tell of it', async (t) => {
  const files = { ...goodMachine, '/proc/sys/fs/inotify/max_user_instances': '25\n' };
  const { message } = await explain(await engineWithNode(files, { log: () => 'fsnotify: too many open files' }));
  t.is(message.match(/\[INOTIFY_INSTANCES\]/g)?.length, 1);
});

test('errors that say their cause themselves, and errors that are not ours, are left alone', async (t) => {
  const provider = await engineWithNode({}, { log: () => 'fsnotify: too many open files' });
  for (const failure of [clusterExists({ cluster: 'c' }), new Error('a bug')])
    t.is(await explain(provider, failure), failure as KindError);
});
