import test from 'ava';
import { liveReporter } from '../../cli/render/live.js';
import type { KindEvent } from '../../core/contracts/index.js';
import { TestTerminal } from './terminal.js';

const started = (step: string): KindEvent => ({ type: 'step-started', at: Date.now(), step, needs: [] });
const finished = (step: string): KindEvent => ({ type: 'step-finished', at: Date.now(), step, ms: 1500 });
const pending = (reason: string): KindEvent => ({ type: 'condition-pending', at: 0, condition: 'DNS', reason });

/** Plays the events; what was on the terminal before the end, and after it. */
function play(terminal: TestTerminal, events: readonly KindEvent[]): { during: string; after: string } {
  const reporter = liveReporter(terminal);
  for (const event of events) reporter.onEvent(event);
  const during = terminal.text;
  reporter.end();
  return { during, after: terminal.text };
}

test('steps that run are shown below those that are finished, and only the finished stay', (t) => {
  const events = [started('Make a network'), started('Make a node'), finished('Make a network')];
  const { during, after } = play(new TestTerminal(80), events);
  t.regex(during, /^ ✓ Make a network \(1\.5 s\)\n . Make a node \d+\.\d s$/u);
  t.is(after, ' ✓ Make a network (1.5 s)');
});

test('what is waited for is shown while a step runs', (t) => {
  const { during, after } = play(new TestTerminal(80), [started('Wait'), pending('no pod is ready')]);
  t.regex(during, /waiting for DNS: no pod is ready$/);
  t.is(after, '');
});

test('the bytes of a pull are shown beside its step', (t) => {
  const progress: KindEvent = { type: 'progress', at: 0, step: 'Pull', done: 30e6, total: 120e6 };
  t.regex(play(new TestTerminal(80), [started('Pull'), progress]).during, /Pull ━+ 30 MB of 120 MB/);
});

test('nothing that is drawn again is wider than the terminal', (t) => {
  const terminal = new TestTerminal(30);
  const { during, after } = play(terminal, [
    started('A step with a title that is too long'),
    pending('why '.repeat(20)),
  ]);
  t.is(terminal.wrapped, 0);
  t.true(during.split('\n').every((line) => line.length < 30));
  t.is(after, '');
});

test('a reason of several lines is drawn in one, and leaves nothing behind', (t) => {
  const { during, after } = play(new TestTerminal(80), [started('Wait'), pending('first\n  second'), pending('third')]);
  t.is(during.split('\n').length, 2);
  t.is(after, '');
});

test('more steps than the terminal has lines leave nothing behind', (t) => {
  const steps = Array.from({ length: 10 }, (_, i) => `Start node ${i}`);
  const terminal = new TestTerminal(80, 5);
  const { after } = play(terminal, [...steps.map(started), ...steps.map(finished)]);
  t.deepEqual(
    after.split('\n'),
    steps.map((step) => ` ✓ ${step} (1.5 s)`),
  );
});

test('the terminal is left clean when a step fails', (t) => {
  const error = { code: 'ENGINE_REFUSED', message: 'no', hint: '' };
  const failed: KindEvent = { type: 'step-failed', at: 0, step: 'Make a node', ms: 3, error };
  const { after } = play(new TestTerminal(80), [started('Make a node'), started('Make a network'), failed]);
  t.is(after, ' ✗ Make a node');
});

test('while what was done is undone, no step is shown as running', (t) => {
  const reason = { code: 'ENGINE_REFUSED', message: 'no', hint: '' };
  const { during } = play(new TestTerminal(80), [started('Make a network'), { type: 'undo-started', at: 0, reason }]);
  t.is(during, 'Undoing what was done ...');
});
