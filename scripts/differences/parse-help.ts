/** A flag as a help text has it. */
export interface Flag {
  /** With its dashes. */
  readonly name: string;
  readonly short?: string;
  readonly takesValue: boolean;
  readonly description: string;
  /** As the help tells it. */
  readonly default?: string;
}

export interface Help {
  readonly commands: readonly string[];
  /** Those of the command itself, not those of every command; `--help` is left out. */
  readonly flags: readonly Flag[];
}

/** Reads what `--help` prints, upstream's (cobra) and ours (commander). */
export function parseHelp(text: string): Help {
  return {
    commands: entriesOf(text, /^(Available )?Commands:$/).flatMap((entry) => {
      const name = entry.split(' ')[0] ?? '';
      return name === 'help' ? [] : [name];
    }),
    flags: entriesOf(text, /^(Flags|Options):$/)
      .map(parseFlag)
      .filter(({ name }) => name !== '--help'),
  };
}

/** The entries of a section, each in one line. */
function entriesOf(text: string, heading: RegExp): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => heading.test(line)) + 1;
  if (start === 0) return [];
  const end = lines.findIndex((line, i) => i >= start && line.trim() === '');
  const entries: string[] = [];
  for (const line of lines.slice(start, end === -1 ? undefined : end)) {
    // What is indented further goes on with the description above; flags without a short name are indented too.
    if (/^ {10,}/.test(line)) entries.push(`${entries.pop()} ${line.trim()}`);
    else entries.push(line.trim());
  }
  return entries;
}

function parseFlag(entry: string): Flag {
  const match = /^(?:(-\w), )?(--[\w-]+)(?: (\S+))?(?: {2,}(.*))?$/.exec(entry);
  const [, short, name, value, description = ''] = match ?? [];
  if (name === undefined) throw new Error(`no flag: ${entry}`);
  const fallback = /\(default:? "?(.*?)"?\)/.exec(description)?.[1];
  return { name, short, takesValue: value !== undefined, description, default: fallback };
}
