import type { NodeConfig } from '../contracts/index.js';
import type { Problems } from './problems.js';
import { expectation, show } from './wording.js';

/** Where the cluster's name came from: a flag, an environment variable, or undefined for the config. */
export interface ChosenName {
  readonly name: string;
  readonly origin?: '--name' | 'KIND_CLUSTER_NAME';
}

/** A node's name is also the value of its label kubernetes.io/hostname, which takes 63 characters. */
const longestNodeName = 63;

/** Node names are made of the cluster's name, so it is the one to blame for theirs. */
export function checkName({ name, origin }: ChosenName, nodes: readonly NodeConfig[], problems: Problems): void {
  const text = nameProblem(name, nodes);
  if (text === undefined) return;
  if (origin === undefined) problems.report(['name'], text);
  else problems.reportOutside(origin, text);
}

function nameProblem(name: string, nodes: readonly NodeConfig[]): string | undefined {
  if (!/^[a-z0-9.-]+$/.test(name)) return expectation('a name of lower-case letters, digits, "-" and "."', name);
  if (!name.split('.').every((part, i, parts) => isHostNamePart(i === parts.length - 1 ? `${part}-node` : part)))
    return expectation('a name whose parts between dots begin and end with a letter or digit', name);
  const longest = nodes.reduce((most, node) => (node.name.length > most.length ? node.name : most), '');
  if (longest.length <= longestNodeName) return undefined;
  const room = longestNodeName - (longest.length - name.length);
  return `expected a name of at most ${room} characters, which leaves room for ${longest.slice(name.length)}, found ${name.length}: ${show(name)}`;
}

function isHostNamePart(part: string): boolean {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part);
}
