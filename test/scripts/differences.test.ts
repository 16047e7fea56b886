import test from 'ava';
import type { Comparison } from '../../scripts/differences/compare.js';
import { differencesDocument, unexplained } from '../../scripts/differences/document.js';
import { parseHelp } from '../../scripts/differences/parse-help.js';
import { reasons } from '../../scripts/differences/reasons.js';

const cobra = `Grows one of [tree]

Usage:
  garden grow [command]

Available Commands:
  help        Help about any command
  tree        Grows a tree
  very-long-name Grows something

Flags:
  -A, --all               all of them
      --height duration   how high (default "2m")
  -h, --help              help for grow

Global Flags:
  -q, --quiet   say nothing
`;

const commander = `Usage: garden grow [options] [command]

Grows plants

Options:
  -A, --all            all of them
  --height <height>    how high, which is something that one cannot
                       tell in a single line (default: 2m)
  -h, --help           display help for command

Commands:
  tree [options]       Grows a tree
  very-long-name       Grows something
  help [command]       display help for command
`;

for (const [name, text] of Object.entries({ cobra, commander }))
  test(`commands and flags are read from the help of ${name}`, (t) => {
    const { commands, flags } = parseHelp(text);
    t.deepEqual(commands, ['tree', 'very-long-name']);
    t.deepEqual(
      flags.map(({ name, short, takesValue, default: fallback }) => [name, short, takesValue, fallback]),
      [
        ['--all', '-A', false, undefined],
        ['--height', undefined, true, '2m'],
      ],
    );
  });

test('a description that goes on in the next line is read whole', (t) => {
  t.is(
    parseHelp(commander).flags[1]?.description,
    'how high, which is something that one cannot tell in a single line (default: 2m)',
  );
});

const [reasoned = ''] = Object.keys(reasons);
const comparison: Comparison = {
  interface: [
    { subject: 'grow', isSame: true, ours: '' },
    { subject: 'grow --height', isSame: false, ours: 'not there' },
  ],
  behaviour: [{ subject: reasoned, isSame: false, ours: 'exit code 2' }],
  additions: [{ subject: 'grow --width', description: 'a|b <c>' }],
};

test('a difference without a reason is told, and a reason without a difference', (t) => {
  const told = unexplained(comparison);
  t.is(told[0], 'kind grow --height: not there');
  t.is(told.length, Object.keys(reasons).length);
  t.false(told.some((line) => line.startsWith(`kind ${reasoned} `)));
});

test('the document has a row for everything', (t) => {
  const text = differencesDocument(comparison);
  t.true(text.includes('| `kind grow` | same |  |\n'));
  t.true(text.includes('| `kind grow --height` | *different*: not there |  |\n'));
  t.true(text.includes(`| \`kind ${reasoned}\` | *different*: exit code 2 | ${reasons[reasoned]} |\n`));
  t.true(text.includes('| `kind grow --width` | a\\|b \\<c> |\n'));
});
