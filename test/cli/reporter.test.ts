import test from 'ava';
import type { ReporterFlags } from '../../cli/render/reporter.js';
import type { KindEvent } from '../../core/contracts/index.js';
import { runNode } from './kind.js';

const events: readonly KindEvent[] = [
  { type: 'step-started', at: 1, step: 'Boot', needs: ['Check'] },
  { type: 'step-finished', at: 2, step: 'Boot', ms: 1 },
  { type: 'debug', at: 3, message: 'detail' },
];

/** What a process with these flags prints of the events, without a terminal. */
async function printed(flags: ReporterFlags): Promise<{ stdout: string; stderr: string }> {
  const program = `
    const { createReporter } = await import(process.argv[1]);
    const reporter = createReporter(${JSON.stringify(flags)});
    for (const event of ${JSON.stringify(events)}) reporter.onEvent(event);
    reporter.end();`;
  const module = new URL('../../cli/render/reporter.js', import.meta.url).href;
  const { stdout, stderr } = await runNode(['--input-type=module', '--eval', program, module]);
  return { stdout, stderr };
}

test.serial('without a terminal, events are plain lines on standard error', async (t) => {
  t.deepEqual(await printed({ verbosity: 0 }), { stdout: '', stderr: ' ✓ Boot (0.0 s)\n' });
});

test.serial('-v 1 tells more', async (t) => {
  t.deepEqual(await printed({ verbosity: 1 }), { stdout: '', stderr: ' • Boot\n ✓ Boot (0.0 s)\ndetail\n' });
});

test.serial('-q tells nothing', async (t) => {
  t.deepEqual(await printed({ verbosity: 1, quiet: true }), { stdout: '', stderr: '' });
});

test.serial('--output json prints every event as a line of JSON on standard output, also with -q', async (t) => {
  const { stdout, stderr } = await printed({ verbosity: 0, quiet: true, output: 'json' });
  const lines = stdout.trimEnd().split('\n');
  t.deepEqual(
    lines.map((line) => JSON.parse(line)),
    events,
  );
  t.is(stderr, '');
});
