import type { CST } from 'yaml';
import { blockLines } from './block-list.js';
import type { Entry } from './entries.js';
import { columnOf, insertLines, nextLine, skipComments } from './lines.js';
import { contentEnd, type RootPair, type Source } from './source.js';

/** Adds a key that is not there yet: after the last one. */
export function appendKey(source: Source, key: string, value: string | readonly Entry[]): string {
  const { text, root } = source;
  const token = root?.srcToken as CST.BlockMap | CST.FlowCollection | undefined;
  if (!root || !token) return insertLines(source, text.length, keyLines(key, value, 0));
  if (token.type === 'flow-collection') return appendMember(source, token, key, value);
  const column = columnOf(text, token.offset);
  const end = skipComments(text, nextLine(text, contentEnd(token)), column);
  return insertLines(source, end, keyLines(key, value, column));
}

function keyLines(key: string, value: string | readonly Entry[], column: number): string[] {
  const start = `${' '.repeat(column)}${key}:`;
  if (typeof value === 'string') return [`${start} ${value}`];
  return [start, ...value.flatMap((entry) => blockLines(entry, column))];
}

// A blank after the comma and none after the colon: a form that others do not write, so `removeMember` knows it.
function appendMember({ text }: Source, token: CST.FlowCollection, key: string, value: unknown): string {
  const last = Math.max(0, ...token.items.map(contentEnd));
  const position = last > 0 ? last : token.start.offset + 1;
  const member = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  return `${text.slice(0, position)}${last > 0 ? ', ' : ''}${member}${text.slice(position)}`;
}

/** Takes away a member that `appendKey` added to a map in braces; undefined when somebody else wrote it. */
export function removeMember({ text, root }: Source, pair: RootPair): string | undefined {
  const token = root?.srcToken;
  const index = root?.items.indexOf(pair) ?? -1;
  const previous = token?.type === 'flow-collection' ? token.items[index - 1] : undefined;
  if (!previous || !pair.value) return undefined;
  const start = contentEnd(previous);
  const isOurs =
    text.slice(start, pair.key.range[0]) === ', ' && text.slice(pair.key.range[1], pair.value.range[0]) === ':';
  return isOurs ? text.slice(0, start) + text.slice(pair.value.range[1]) : undefined;
}
