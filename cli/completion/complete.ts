import type { Command } from 'commander';
import { readSituation, type Situation, splitFlag } from './situation.js';
import { type Candidate, type Candidates, valuesOf } from './values.js';

/** What the word under the cursor can become, one a line, after the words before it; see the shells' scripts. */
export async function complete(program: Command, current: string, words: readonly string[]): Promise<string> {
  const candidates = await candidatesFor(readSituation(program, words), current);
  if (candidates === 'files') return ':files\n';
  const fitting = candidates.filter(({ value }) => value.startsWith(current));
  return fitting.map(({ value, description = '' }) => `${value}\t${description}\n`).join('');
}

async function candidatesFor(situation: Situation, current: string): Promise<Candidates> {
  const { command, option, mayBeCommand, argument } = situation;
  if (option) return valuesOf(option, situation, current);
  if (current.startsWith('-')) return flagCandidates(situation, current);
  if (mayBeCommand) return commandCandidates(command);
  return argument ? valuesOf(argument, situation, current) : [];
}

async function flagCandidates(situation: Situation, current: string): Promise<Candidates> {
  const [flag, value] = splitFlag(current);
  const help = situation.command.createHelp();
  const options = [...help.visibleOptions(situation.command), ...help.visibleGlobalOptions(situation.command)];
  if (value === undefined) return options.map(({ long = '', description }) => ({ value: long, description }));
  const option = options.find(({ short, long }) => flag === short || flag === long);
  const values = option ? await valuesOf(option, situation, value) : [];
  return values === 'files' ? values : values.map((one) => ({ ...one, value: `${flag}=${one.value}` }));
}

function commandCandidates(command: Command): Candidate[] {
  const children = command.createHelp().visibleCommands(command);
  return children.map((child) => ({ value: child.name(), description: child.description() }));
}
