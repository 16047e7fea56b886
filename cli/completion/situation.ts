import type { Argument, Command, Option } from 'commander';
import { optionsByFlag } from '../argv.js';

/** What the word under the cursor may be. */
export interface Situation {
  readonly command: Command;
  /** The option whose value it is. */
  readonly option?: Option;
  /** Whether it may be a command, when it is no flag. */
  readonly mayBeCommand: boolean;
  /** The argument that it is, when it is neither. */
  readonly argument?: Argument;
  /** Values of options before it, by their long flag. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads the words before the cursor. Flags may stand anywhere. */
export function readSituation(program: Command, words: readonly string[]): Situation {
  const flags = optionsByFlag(program);
  const values = new Map<string, string>();
  const args: string[] = [];
  let command = program;
  let option: Option | undefined;
  for (const word of words) {
    if (option) {
      values.set(option.long ?? '', word);
      option = undefined;
    } else if (word.startsWith('-') && word !== '-') {
      const [flag = '', value] = splitFlag(word);
      const found = flags.get(flag);
      if (value !== undefined) values.set(found?.long ?? flag, value);
      else if (found?.required) option = found;
    } else {
      const child = args.length === 0 ? command.commands.find((candidate) => candidate.name() === word) : undefined;
      if (child) command = child;
      else args.push(word);
    }
  }
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[args.length] ?? (last?.variadic ? last : undefined);
  return { command, option, mayBeCommand: command.commands.length > 0 && args.length === 0, argument, values };
}

/** `--flag=value` in its two parts; without the second where there is no `=`. */
export function splitFlag(word: string): [flag: string, value?: string] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}
