import test from 'ava';
import type { Check } from '../../../core/contracts/index.js';
import { ok } from '../../../core/doctor/finding.js';
import { runChecks } from '../../../core/doctor/run-checks.js';

const check = (code: string, run: Check<string>['run']): Check<string> => ({ code, title: code.toLowerCase(), run });

test('every check is made at the same time, and results come in the order of the checks', async (t) => {
  const log: string[] = [];
  const waits = (code: string) =>
    check(code, async (subject) => {
      log.push(`${code} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${code} ends`);
      return ok(subject);
    });
  const results = await runChecks([waits('A'), waits('B')], 'seen', 'host');
  t.deepEqual(log, ['A begins', 'B begins', 'A ends', 'B ends']);
  t.deepEqual(results, [
    { code: 'A', title: 'a', scope: 'host', status: 'ok', found: 'seen' },
    { code: 'B', title: 'b', scope: 'host', status: 'ok', found: 'seen' },
  ]);
});

test('a check that throws is unknown, with the reason, and the others are made', async (t) => {
  const breaks = check('BREAKS', async () => {
    throw new Error('/proc/none cannot be read');
  });
  const [first, second] = await runChecks([breaks, check('FINE', async () => ok('fine'))], '', 'cluster');
  t.like(first, { status: 'unknown', found: '/proc/none cannot be read' });
  t.like(second, { status: 'ok' });
});

test('an interruption ends checks that do not listen to it', async (t) => {
  const interrupt = new AbortController();
  const hangs = check('HANGS', () => new Promise(() => {}));
  const results = runChecks([hangs], '', 'host', interrupt.signal);
  interrupt.abort();
  await t.throwsAsync(results, { message: 'The look at the host was interrupted' });
});
