import test from 'ava';
import type { KindEvent } from '../../../core/contracts/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { runPlan } from '../../../core/plan/run.js';
import type { Step } from '../../../core/plan/step.js';

type Log = string[];

function step(title: string, needs: readonly Step<Log>[] = [], run: Step<Log>['run'] = async () => {}): Step<Log> {
  return {
    title,
    needs,
    async run(log, signal) {
      log.push(`+${title}`);
      await run(log, signal);
      log.push(`=${title}`);
    },
    undo: async (log) => void log.push(`-${title}`),
  };
}

function runSteps(steps: readonly Step<Log>[], log: Log, options: { signal?: AbortSignal; retain?: boolean } = {}) {
  const events = createEventBus();
  const seen: KindEvent[] = [];
  events.subscribe((event) => seen.push(event));
  const beforeUndo = async () => void log.push('logs');
  return { seen, done: runPlan({ name: 'create', cluster: 'c', steps, beforeUndo }, log, { events, ...options }) };
}

const untilAborted = (_: Log, signal: AbortSignal) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

test('a step starts only when all that it needs is done, and independent steps run side by side', async (t) => {
  const log: Log = [];
  const a = step('a');
  const b = step('b');
  const both = step('both', [a, b]);
  await runSteps([both, a, b], log).done;
  t.deepEqual(log.slice(0, 2).sort(), ['+a', '+b']);
  t.deepEqual(log.slice(-2), ['+both', '=both']);
});

test('a failure aborts what runs, undoes in reverse what was started, and stays the error', async (t) => {
  const log: Log = [];
  const first = step('first');
  const slow = step('slow', [first], untilAborted);
  const broken = step('broken', [first], async () => {
    throw new Error('the cause');
  });
  const never = step('never', [slow, broken]);
  const { done, seen } = runSteps([first, slow, broken, never], log);
  await t.throwsAsync(done, { message: 'the cause' });
  t.deepEqual(log, ['+first', '=first', '+slow', '+broken', 'logs', '-broken', '-slow', '-first']);
  t.deepEqual(
    seen.filter(({ type }) => type === 'step-failed').map((event) => 'step' in event && event.step),
    ['broken'],
  );
});

test('what undoing meets is told and never hides the first cause', async (t) => {
  const log: Log = [];
  const made: Step<Log> = { ...step('made'), undo: async () => Promise.reject(new Error('stuck')) };
  const broken = step('broken', [made], async () => Promise.reject(new Error('the cause')));
  const { done, seen } = runSteps([made, broken], log);
  await t.throwsAsync(done, { message: 'the cause' });
  const failure = seen.find((event) => event.type === 'undo-failed');
  t.like(failure, { step: 'made', error: { message: 'stuck' } });
});

test('an interrupted plan undoes itself and ends with exit code 130', async (t) => {
  const log: Log = [];
  const interrupt = new AbortController();
  const waiting = step('waiting', [], (shared, signal) => {
    setImmediate(() => interrupt.abort());
    return untilAborted(shared, signal);
  });
  const { done } = runSteps([waiting], log, { signal: interrupt.signal });
  await t.throwsAsync(done, { code: 'ABORTED', message: 'create of cluster c was interrupted' });
  t.deepEqual(log, ['+waiting', '-waiting']);
});

test('a plan that was interrupted before it began does nothing', async (t) => {
  const log: Log = [];
  const { done } = runSteps([step('a')], log, { signal: AbortSignal.abort() });
  await t.throwsAsync(done, { code: 'ABORTED' });
  t.deepEqual(log, []);
});

test('a plan that fails before it made anything has no logs', async (t) => {
  const log: Log = [];
  const refused: Step<Log> = { title: 'refused', run: async () => Promise.reject(new Error('the cause')) };
  await t.throwsAsync(runSteps([refused, step('never', [refused])], log).done, { message: 'the cause' });
  t.deepEqual(log, []);
});

test('with retain nothing is undone', async (t) => {
  const log: Log = [];
  const broken = step('broken', [], async () => Promise.reject(new Error('the cause')));
  await t.throwsAsync(runSteps([broken], log, { retain: true }).done, { message: 'the cause' });
  t.deepEqual(log, ['+broken']);
});

test('a listener that throws does not disturb the plan', async (t) => {
  const events = createEventBus();
  events.subscribe(() => {
    throw new Error('broken listener');
  });
  const log: Log = [];
  await runPlan({ name: 'create', cluster: 'c', steps: [step('a')] }, log, { events });
  t.deepEqual(log, ['+a', '=a']);
});
