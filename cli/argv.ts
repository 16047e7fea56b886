import type { Command, Option } from 'commander';

/** A command line in the order and the spelling that commander reads. */
export interface CommandLine {
  readonly args: readonly string[];
  /** The command that the words name. */
  readonly command: Command;
  /** Whether anything follows the words. */
  readonly isBare: boolean;
}

/**
 * Scripts written for upstream's kind rely on what its parser also takes: flags before the words of the command,
 * `--retain=false`, `-v=1`, and `help` before the words.
 */
export function readCommandLine(program: Command, argv: readonly string[]): CommandLine {
  const [first, ...words] = argv;
  const args = first === 'help' ? [...words, '--help'] : argv;
  return wordsFirst(program, respelt(args, optionsByFlag(program)));
}

type Flags = ReadonlyMap<string, Option>;

/** A flag means the same in every command, as far as this is concerned. */
export function optionsByFlag(command: Command): Flags {
  const own = command.options.flatMap((option) =>
    [option.short, option.long].flatMap((flag) => (flag === undefined ? [] : [[flag, option] as const])),
  );
  return new Map([...own, ...command.commands.flatMap((child) => [...optionsByFlag(child)])]);
}

interface Token {
  readonly text: string;
  readonly isFlag: boolean;
}

function respelt(args: readonly string[], flags: Flags): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < args.length; i++) {
    const text = args[i] as string;
    if (text === '--') return [...tokens, ...args.slice(i).map((rest) => ({ text: rest, isFlag: false }))];
    if (!text.startsWith('-') || text === '-') tokens.push({ text, isFlag: false });
    else {
      tokens.push(...respeltFlag(text, flags));
      const value = args[i + 1];
      if (flags.get(text)?.required && value !== undefined) {
        tokens.push({ text: value, isFlag: true });
        i++;
      }
    }
  }
  return tokens;
}

const truths = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const falsehoods = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function respeltFlag(text: string, flags: Flags): Token[] {
  const [, flag = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const option = flags.get(flag);
  const keep = (...texts: readonly string[]) => texts.map((kept) => ({ text: kept, isFlag: true }));
  if (option === undefined) return keep(text);
  if (option.required) return flag === option.short ? keep(flag, value) : keep(text);
  if (truths.has(value)) return keep(flag);
  return falsehoods.has(value) ? [] : keep(text);
}

function wordsFirst(program: Command, tokens: readonly Token[]): CommandLine {
  let command = program;
  const words: string[] = [];
  const flags: string[] = [];
  for (const [i, { text, isFlag }] of tokens.entries()) {
    const child = command.commands.find((candidate) => candidate.name() === text || candidate.aliases().includes(text));
    if (isFlag) flags.push(text);
    else if (child !== undefined) {
      command = child;
      words.push(text);
    } else {
      const rest = tokens.slice(i).map((token) => token.text);
      return { command, args: [...words, ...flags, ...rest], isBare: false };
    }
  }
  return { command, args: [...words, ...flags], isBare: flags.length === 0 };
}
