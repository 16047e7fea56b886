import test from 'ava';
import type { Command } from 'commander';
import { createProgram } from '../../cli/main.js';
import { codeBlocks } from './markdown.js';

interface Line {
  readonly where: string;
  readonly argv: readonly string[];
}

/** Words that may stand before the name of the command. */
const before = /^(sudo|npx|env|"?\w+=.*)$/;

/** The arguments of every call of kind in a line of shell. */
function callsIn(line: string): string[][] {
  const commands = line.replace(/(^|\s)#.*/, '').split(/\||&&|;/);
  return commands.flatMap((command) => {
    const words = command.split(/\s+/).filter((word) => word !== '' && word !== '$' && !/^\d?[<>]/.test(word));
    const at = words.findIndex((word) => !before.test(word));
    return words[at] === 'kind' ? [words.slice(at + 1)] : [];
  });
}

const lines: Line[] = codeBlocks('sh', 'console').flatMap(({ document, line, text }) =>
  text.split('\n').flatMap((code, i) => callsIn(code).map((argv) => ({ where: `${document}:${line + i}`, argv }))),
);

/** The program with commands that do nothing. */
function idleProgram(): Command {
  const program = createProgram();
  for (const command of everyCommand(program)) {
    if (command.commands.length === 0) command.action(() => {});
    command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  }
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

for (const { where, argv } of lines)
  test(`${where}: kind ${argv.join(' ')} is a command that exists`, async (t) => {
    await t.notThrowsAsync(idleProgram().parseAsync(argv, { from: 'user' }));
  });

test('the documents have commands', (t) => {
  t.true(lines.length >= 10);
});

test('a command or a flag that does not exist would be noticed', async (t) => {
  await t.throwsAsync(idleProgram().parseAsync(['create', 'clutser'], { from: 'user' }));
  await t.throwsAsync(idleProgram().parseAsync(['get', 'nodes', '--nmae', 'x'], { from: 'user' }));
});
