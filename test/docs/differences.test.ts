import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Command } from 'commander';
import { createProgram } from '../../cli/main.js';

/** Every command and flag that help shows, as one types it; the flags of a command that only we have are left out. */
function subjects(command: Command, path: string, added: string): string[] {
  const help = command.createHelp();
  const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
  if (added.includes(`| \`${path}\` |`)) return [path];
  const flags = help.visibleOptions(command).flatMap(({ long }) => (long === '--help' ? [] : [`${path} ${long}`]));
  return [...flags, ...children.flatMap((child) => subjects(child, `${path} ${child.name()}`, added))];
}

// The live suite compares the whole document; this needs no other program, so it tells sooner.
test('docs/differences.md, which npm run docs writes with KIND_UPSTREAM, has every command and flag', (t) => {
  const text = readFileSync('docs/differences.md', 'utf8');
  const [, added = ''] = text.split('## What kind-ts adds');
  const known = subjects(createProgram(), 'kind', added);
  t.true(known.length > 40);
  t.deepEqual(
    known.filter((subject) => !text.includes(`| \`${subject}\` |`)),
    [],
  );
});
