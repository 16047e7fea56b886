import { usageError } from '../../core/errors/index.js';

/** What upstream's `build node-image` can be given. */
export const sourceTypes = ['url', 'file', 'release', 'ci', 'source'] as const;
export type SourceType = (typeof sourceTypes)[number];

export interface ChosenSource {
  readonly kubernetesVersion?: string;
  readonly kubernetesFolder?: string;
}

const version = /^v?(\d+\.\d+\.\d+\S*)$/;

/** Which sources an argument names; without a type it is told by its looks, as upstream does. Throws USAGE. */
export function readSource(argument: string | undefined, type?: SourceType): ChosenSource {
  if (argument === undefined) return type === 'source' ? { kubernetesFolder: '.' } : {};
  const kind = type ?? looksLike(argument);
  if (kind === 'source') return { kubernetesFolder: argument };
  const [, number] = version.exec(argument) ?? [];
  if (kind === 'release' && number !== undefined) return { kubernetesVersion: `v${number}` };
  throw usageError({
    problem: `A node image cannot be built from ${argument}: ${objections[kind]}`,
    hint: 'Name a release such as v1.34.4, or a folder with Kubernetes’ sources.',
  });
}

function looksLike(argument: string): SourceType {
  if (/^https?:\/\//.test(argument)) return 'url';
  if (argument.startsWith('ci/')) return 'ci';
  if (version.test(argument)) return 'release';
  return /\.(tgz|tar\.gz)$/.test(argument) ? 'file' : 'source';
}

const compiled = 'everything in a node is compiled from Go modules, so compiled programs are of no use';
const objections: Readonly<Record<Exclude<SourceType, 'source'>, string>> = {
  url: compiled,
  file: compiled,
  ci: 'builds of Kubernetes’ own CI are compiled programs, which are of no use',
  release: 'it is no version',
};
