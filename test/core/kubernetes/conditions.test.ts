import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { KindEvent, KubernetesApi, KubernetesObject, WatchEvent } from '../../../core/contracts/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { daemonSetReady, deploymentAvailable, nodesReady, waitFor } from '../../../core/kubernetes/conditions.js';

const object = (name: string, conditions: object[]): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'Any', metadata: { name }, status: { conditions } }) as KubernetesObject;
const ready = (name: string, status = 'True', message?: string) => object(name, [{ type: 'Ready', status, message }]);
const event = (type: WatchEvent<unknown>['type'], of: KubernetesObject) => ({ type, object: of });

/** Each watch plays the next script; a last `undefined` keeps it open until it is aborted. */
function scripted(...watches: (WatchEvent<KubernetesObject> | Error | undefined)[][]): Pick<KubernetesApi, 'watch'> {
  return {
    async *watch<T>(_path: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>> {
      for (const step of watches.shift() ?? [undefined]) {
        if (step instanceof Error) throw step;
        if (step === undefined) await sleep(60_000, undefined, { signal });
        else yield step as WatchEvent<T>;
      }
    },
  };
}

function wait(
  api: Pick<KubernetesApi, 'watch'>,
  condition = nodesReady(['a', 'b']),
  timeoutMs = 60_000,
  signal?: AbortSignal,
) {
  const events = createEventBus();
  const reasons: string[] = [];
  events.subscribe((told: KindEvent) => {
    if (told.type === 'condition-pending') reasons.push(told.reason);
  });
  const options = { events, timeoutMs, signal: signal ?? new AbortController().signal };
  return { reasons, done: waitFor(api as KubernetesApi, condition, options) };
}

test('a missing node, and one that is not Ready, are named with the reason', (t) => {
  const { pending } = nodesReady(['a', 'b', 'c']);
  t.is(pending([ready('a'), ready('b', 'False', 'no network')]), 'b is not Ready (no network); c has not registered');
  t.is(pending([ready('a'), ready('b'), ready('c'), ready('stranger', 'False')]), undefined);
});

test('a deployment is available when it says so, and what it lacks is told', (t) => {
  const { path, pending } = deploymentAvailable('DNS', 'kube-system/coredns');
  t.is(path, '/apis/apps/v1/namespaces/kube-system/deployments?fieldSelector=metadata.name%3Dcoredns');
  t.is(pending([]), 'the deployment kube-system/coredns does not exist');
  t.is(pending([object('coredns', [])]), 'kube-system/coredns has no ready pod');
  t.is(pending([object('coredns', [{ type: 'Available', status: 'False', message: 'too few' }])]), 'too few');
  t.is(pending([object('coredns', [{ type: 'Available', status: 'True' }])]), undefined);
});

test('a DaemonSet is ready when it is on every node that it is for', (t) => {
  const { path, pending } = daemonSetReady('Services', 'kube-system/kube-proxy');
  const pods = (desiredNumberScheduled: number, numberReady: number) =>
    pending([{ ...object('kube-proxy', []), status: { desiredNumberScheduled, numberReady } }]);
  t.is(path, '/apis/apps/v1/namespaces/kube-system/daemonsets?fieldSelector=metadata.name%3Dkube-proxy');
  t.is(pending([]), 'kube-system/kube-proxy has no pods');
  t.is(pods(0, 0), 'kube-system/kube-proxy has no pods');
  t.is(pods(3, 2), '2 of 3 pods of kube-system/kube-proxy are ready');
  t.is(pods(3, 3), undefined);
});

test('a wait ends with the change that fulfils it, and tells each reason once', async (t) => {
  const { done, reasons } = wait(
    scripted([
      event('ADDED', ready('a')),
      event('MODIFIED', ready('a')),
      event('ADDED', ready('b', 'False')),
      event('MODIFIED', ready('b')),
    ]),
  );
  await done;
  t.deepEqual(reasons, ['b has not registered', 'b is not Ready']);
});

test('an object that was deleted no longer counts', async (t) => {
  const { done, reasons } = wait(
    scripted([
      event('ADDED', ready('a')),
      event('DELETED', ready('a')),
      event('ADDED', ready('b')),
      event('ADDED', ready('a')),
    ]),
  );
  await done;
  t.deepEqual(reasons, ['b has not registered', 'a has not registered; b has not registered', 'a has not registered']);
});

test('a watch that ends or fails is opened again, and the failure is told', async (t) => {
  const { done, reasons } = wait(
    scripted(
      [event('ADDED', ready('a'))],
      [new Error('connection reset')],
      [event('ADDED', ready('a')), event('ADDED', ready('b'))],
    ),
  );
  await done;
  t.deepEqual(reasons, ['b has not registered', 'connection reset', 'b has not registered']);
});

test('a time-out tells what was still missing', async (t) => {
  const { done } = wait(scripted([event('ADDED', ready('a')), undefined]), undefined, 1000);
  await t.throwsAsync(done, {
    code: 'WAIT_TIMED_OUT',
    message: 'Waited 1 s for every node to be Ready: b has not registered',
  });
});

test('an interrupted wait ends with the interruption, not as a time-out', async (t) => {
  const interrupt = new AbortController();
  const { done } = wait(scripted([undefined]), undefined, 60_000, interrupt.signal);
  interrupt.abort();
  await t.throwsAsync(done, { name: 'AbortError', any: true });
});
