import type { Argument, Option } from 'commander';
import type { KindOptions } from '../../core/index.js';
import { clusterNameOf } from '../options.js';
import type { Situation } from './situation.js';

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Candidates, or that the shell shall complete paths. */
export type Candidates = readonly Candidate[] | 'files';

/** Somebody waits with the finger on the key. */
const patienceMs = 5000;

const library = () => import('../../core/index.js');

/** By the name of an option or an argument, or by what stands in its brackets: `<file>`. */
const sources: Readonly<Record<string, (situation: Situation) => Promise<readonly string[] | 'files'>>> = {
  names: async (situation) => (await library()).listClusters(optionsOf(situation)),
  name: async (situation) =>
    situation.command.parent?.name() === 'create' ? [] : (await library()).listClusters(optionsOf(situation)),
  nodes: async (situation) => {
    const cluster = clusterNameOf({ name: situation.values.get('--name') });
    const nodes = await (await library()).listNodes(cluster, optionsOf(situation));
    return nodes.filter(({ role }) => role !== 'external-load-balancer').map(({ name }) => name);
  },
  image: async (situation) => (await library()).listImages(optionsOf(situation)),
  provider: async () => (await library()).listProviders(),
  file: async () => 'files',
  folder: async () => 'files',
  archive: async () => 'files',
};

/** What an option or an argument can be. Nothing when the engine does not answer. */
export async function valuesOf(what: Option | Argument, situation: Situation, current: string): Promise<Candidates> {
  if (what.argChoices) return what.argChoices.map((value) => ({ value }));
  const names = 'flags' in what ? [what.attributeName(), /[<[](\w+)/.exec(what.flags)?.[1] ?? ''] : [what.name()];
  const source = names.map((name) => sources[name]).find((candidate) => candidate !== undefined);
  const values = (await source?.(situation).catch(() => [])) ?? [];
  if (values === 'files') return values;
  return names.includes('nodes') ? nextInList(values, current) : [...values].sort().map((value) => ({ value }));
}

/** Lists are joined by commas: those that stand already, and one more. */
function nextInList(values: readonly string[], current: string): Candidate[] {
  const before = current.split(',').slice(0, -1);
  return values.filter((value) => !before.includes(value)).map((value) => ({ value: [...before, value].join(',') }));
}

function optionsOf({ values }: Situation): KindOptions {
  return { provider: values.get('--provider'), signal: AbortSignal.timeout(patienceMs) };
}
