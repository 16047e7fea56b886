import test, { type ExecutionContext } from 'ava';
import { loadConfig } from '../../../core/config/index.js';
import type { KindEvent } from '../../../core/contracts/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { CreateContext } from '../../../core/plan/create-context.js';
import { checkHost } from '../../../core/plan/steps/check-host.js';
import { fakeCluster } from '../../fakes/cluster.js';
import { fakeMachine, goodMachine } from '../../fakes/machine.js';

/** Runs the step for so many nodes on a machine with these files; the warnings that it gives. */
async function check(t: ExecutionContext, nodes: number, files: Readonly<Record<string, string>>): Promise<string[]> {
  const roles = Array.from({ length: nodes }, (_, index) => ({ role: index === 0 ? 'control-plane' : 'worker' }));
  const text = JSON.stringify({ kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes: roles });
  const spec = loadConfig({ file: 'config', text }, {}, '/');
  const events = createEventBus();
  const seen: KindEvent[] = [];
  events.subscribe((event) => seen.push(event));
  const fake = fakeCluster(spec, events);
  t.teardown(() => fake.close());
  const provider = { ...fake.provider, host: fakeMachine(files) };
  const context = new CreateContext({ ...fake.inputs, provider, waitMs: 0 });
  await checkHost.run(context, AbortSignal.timeout(10_000));
  return seen.flatMap((event) => (event.type === 'warning' ? [`${event.message} ${event.hint}`] : []));
}

const withInstances = (limit: number): Readonly<Record<string, string>> => ({
  ...goodMachine,
  '/proc/sys/fs/inotify/max_user_instances': `${limit}\n`,
});

test('a machine on which all is well gives no warning', async (t) => {
  t.deepEqual(await check(t, 3, goodMachine), []);
});

test('too few inotify instances for the nodes that are wanted are warned of, with the cure', async (t) => {
  t.deepEqual(await check(t, 3, withInstances(128)), []);
  const [warning, ...others] = await check(t, 5, withInstances(128));
  t.deepEqual(others, []);
  t.regex(warning ?? '', /128 inotify instances a user: room for 3 more nodes, and 5 are wanted\..*sudo sysctl/);
});

test('a machine on which no node can boot is refused, with every reason and every cure', async (t) => {
  const { '/dev/kmsg': _, ...others } = goodMachine;
  const files = { ...others, '/proc/sys/fs/inotify/max_user_instances': '25\n' };
  const error = await t.throwsAsync(check(t, 1, files), { message: /^This machine cannot run the nodes:/ });
  t.like(error, { code: 'HOST_UNFIT' });
  t.regex(error.message, /\n {2}INOTIFY_INSTANCES: .*\n {2}KMSG: kernel log: \/dev\/kmsg is missing/);
  t.regex(
    (error as Error & { hint: string }).hint,
    /sudo sysctl fs\.inotify\.max_user_instances=1024.*\n.*\/dev\/kmsg/,
  );
});

test('what cannot be looked at does not keep a cluster from being made', async (t) => {
  t.deepEqual(await check(t, 1, { ...goodMachine, '/proc/sys/fs/inotify/max_user_instances': 'unreadable' }), []);
});
