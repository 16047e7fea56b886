import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { plainText, seconds } from '../../cli/render/text.js';
import type { KindEvent } from '../../core/contracts/index.js';

const error = { code: 'ENGINE_REFUSED', message: 'the engine is full', hint: 'Make room.' };
const at = 0;

/** Every type of event: what is printed, and what is printed with `-v 1`. */
const expectations: readonly (readonly [event: KindEvent, plain: string | undefined, verbose: string | undefined])[] = [
  [{ type: 'plan-started', at, plan: 'create', cluster: 'a' }, ...both('Creating cluster "a" ...')],
  [{ type: 'plan-started', at, plan: 'delete', cluster: 'a' }, ...both(undefined)],
  [{ type: 'plan-finished', at, plan: 'create', cluster: 'a', ms: 9940 }, ...both('Cluster "a" is up after 9.9 s')],
  [{ type: 'step-started', at, step: 'Boot', needs: [] }, undefined, ' • Boot'],
  [{ type: 'step-finished', at, step: 'Boot', ms: 1234 }, ...both(' ✓ Boot (1.2 s)')],
  [{ type: 'step-failed', at, step: 'Boot', ms: 1, error }, ...both(' ✗ Boot')],
  [{ type: 'undo-started', at, reason: error }, ...both('Undoing what was done ...')],
  [{ type: 'undo-failed', at, step: 'Boot', error }, ...both('WARNING: Could not undo "Boot": the engine is full')],
  [{ type: 'condition-pending', at, condition: 'DNS', reason: 'no pod' }, undefined, '   waiting for DNS: no pod'],
  [{ type: 'progress', at, step: 'Pull', done: 1, total: 2 }, ...both(undefined)],
  [{ type: 'warning', at, message: 'It is late.' }, ...both('WARNING: It is late.')],
  [{ type: 'warning', at, message: 'It is late.', hint: 'Rest.' }, ...both('WARNING: It is late. Rest.')],
  [{ type: 'debug', at, message: 'detail' }, undefined, 'detail'],
];

function both(line: string | undefined): [string | undefined, string | undefined] {
  return [line, line];
}

function printed(event: KindEvent, isVerbose: boolean): string | undefined {
  const line = plainText(event, isVerbose);
  return line === undefined ? undefined : stripVTControlCharacters(line);
}

for (const [i, [event, plain, verbose]] of expectations.entries())
  test(`${i}: ${event.type} is told as ${plain ?? 'nothing'}, and with -v 1 as ${verbose ?? 'nothing'}`, (t) => {
    t.is(printed(event, false), plain);
    t.is(printed(event, true), verbose);
  });

test('times are in seconds with one digit', (t) => {
  t.deepEqual([0, 49, 50, 61_000].map(seconds), ['0.0 s', '0.0 s', '0.1 s', '61.0 s']);
});
