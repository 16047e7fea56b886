import { execFileSync, spawnSync } from 'node:child_process';
import { execPath } from 'node:process';
import { behaviours } from './behaviours.js';
import { type Flag, parseHelp } from './parse-help.js';

/** The command lines of the two programs. */
export interface Programs {
  readonly upstream: readonly string[];
  readonly ours: readonly string[];
}

export function programsWith(upstream: string): Programs {
  return { upstream: [upstream], ours: [execPath, 'bin/kind.js'] };
}

/** A command or a flag of upstream's, or how it behaves, beside ours. */
export interface Row {
  /** As one would type it, without `kind`. */
  readonly subject: string;
  readonly isSame: boolean;
  /** What ours is or does where it is not the same. */
  readonly ours: string;
}

/** Something that only we have. */
export interface Addition {
  readonly subject: string;
  readonly description: string;
}

export interface Comparison {
  readonly interface: readonly Row[];
  readonly behaviour: readonly Row[];
  readonly additions: readonly Addition[];
}

export function compare(programs: Programs): Comparison {
  const [theirs, mine] = [readTree(programs.upstream), readTree(programs.ours)];
  return {
    interface: [...theirs].flatMap(([path, command]) => compareCommand(path, command.flags, mine.get(path)?.flags)),
    behaviour: behaviours.map((line) => compareBehaviour(line, programs)),
    additions: [...mine].flatMap(([path, command]) => additionsOf(path, command, theirs.get(path)?.flags)),
  };
}

interface CommandHelp {
  readonly flags: readonly Flag[];
  readonly about: string;
}

/** Every command by its words. */
function readTree(program: readonly string[], path: readonly string[] = []): Map<string, CommandHelp> {
  const [file = '', ...args] = program;
  const text = execFileSync(file, [...args, ...path, '--help'], { encoding: 'utf8' });
  const { commands, flags } = parseHelp(text);
  const about = text.split(/\n\s*\n/).find((paragraph) => !/^Usage/.test(paragraph)) ?? '';
  const below = commands.flatMap((name) => [...readTree(program, [...path, name])]);
  return new Map([[path.join(' '), { flags, about: about.replaceAll('\n', ' ') }], ...below]);
}

const spelt = (path: string, flag: Flag): string => `${path} ${flag.name}`.trim();

function compareCommand(path: string, theirs: readonly Flag[], mine: readonly Flag[] | undefined): Row[] {
  const row = { subject: path, isSame: mine !== undefined, ours: mine ? '' : 'not there' };
  const flags = theirs.map((flag) => {
    const difference = differenceOf(
      flag,
      mine?.find(({ name }) => name === flag.name),
    );
    return { subject: spelt(path, flag), isSame: difference === '', ours: difference };
  });
  return path === '' ? flags : [row, ...flags];
}

/** Empty when a user cannot tell the two flags apart. */
function differenceOf(theirs: Flag, mine: Flag | undefined): string {
  if (mine === undefined) return 'not there';
  if (mine.short !== theirs.short) return `short name ${mine.short ?? 'missing'}`;
  if (mine.takesValue !== theirs.takesValue) return mine.takesValue ? 'takes a value' : 'takes no value';
  if (theirs.default !== undefined && !mine.default?.includes(theirs.default))
    return `default ${mine.default ?? 'none'}`;
  return '';
}

function additionsOf(path: string, { flags, about }: CommandHelp, theirs: readonly Flag[] | undefined): Addition[] {
  if (theirs === undefined) return [{ subject: path, description: about }];
  const added = flags.filter(({ name }) => !theirs.some((flag) => flag.name === name));
  return added.map((flag) => ({ subject: spelt(path, flag), description: flag.description }));
}

function compareBehaviour(line: string, { upstream, ours }: Programs): Row {
  const [theirs, mine] = [behaviourOf(upstream, line), behaviourOf(ours, line)];
  return { subject: line, isSame: theirs === mine, ours: theirs === mine ? theirs : `${mine}; upstream: ${theirs}` };
}

// No engine answers: what is compared shall be the same on every machine.
const env = {
  ...process.env,
  DOCKER_HOST: 'unix:///nonexistent/docker.sock',
  CONTAINER_HOST: 'unix:///nonexistent/podman.sock',
  KIND_PROVIDER: '',
  KIND_EXPERIMENTAL_PROVIDER: 'docker',
  KIND_CLUSTER_NAME: '',
  KUBECONFIG: '/nonexistent/kubeconfig',
  NO_COLOR: '1',
};

/** The exit code, and which of the two outputs has something. */
function behaviourOf([file = '', ...args]: readonly string[], line: string): string {
  const words = line.split(' ').filter((word) => word !== '');
  const { status, stdout, stderr } = spawnSync(file, [...args, ...words], { env, encoding: 'utf8' });
  const outputs = [stdout && 'standard output', stderr && 'standard error'].filter((output) => output !== '');
  return `exit code ${status}, ${outputs.join(' and ') || 'no output'}`;
}
