import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, type YAMLSeq } from 'yaml';
import { addBlockItem, fillNull, removeBlockItem, replaceBlockItem } from './block-list.js';
import { addFlowItem, removeFlowItem, replaceFlowItem } from './flow-list.js';
import { appendKey } from './root-keys.js';
import { findPair, invalidAt, type RootPair, type Source } from './source.js';

export type ListName = 'clusters' | 'contexts' | 'users';

/** A named stanza of a kubeconfig. */
export interface Entry {
  readonly name: string;
  readonly [kind: string]: unknown;
}

/** A list that holds at least the brackets or one dash. */
export interface EntryList {
  readonly pair: RootPair;
  readonly seq: YAMLSeq;
}

/** Puts the entry in the place of the one of its name, or at the end of the list. */
export function upsertEntry(source: Source, name: ListName, entry: Entry): string {
  const pair = findPair(source, name);
  if (!pair) return appendKey(source, name, [entry]);
  const list = listOf(source, pair, name);
  if (!list) return fillNull(source, pair, entry);
  const index = indexOf(list, entry.name);
  if (index === -1) return list.seq.flow ? addFlowItem(source, list, entry) : addBlockItem(source, list, entry);
  if (isDeepStrictEqual(toJs(list.seq.items[index]), entry)) return source.text;
  return list.seq.flow ? replaceFlowItem(source, list, index, entry) : replaceBlockItem(source, list, index, entry);
}

/** Takes the entry out, and with it what `upsertEntry` wrote around it. */
export function removeEntry(source: Source, name: ListName, entryName: string): string {
  const pair = findPair(source, name);
  const list = pair && listOf(source, pair, name);
  const index = list ? indexOf(list, entryName) : -1;
  if (!list || index === -1) return source.text;
  return list.seq.flow ? removeFlowItem(source, list, index) : removeBlockItem(source, list, index);
}

function listOf(source: Source, pair: RootPair, name: ListName): EntryList | undefined {
  const { value } = pair;
  if (isSeq(value)) return { pair, seq: value };
  if (value === null || (isScalar(value) && value.value === null)) return undefined;
  throw invalidAt(source, value.range[0], `${name} must be a list`);
}

function indexOf({ seq }: EntryList, name: string): number {
  return seq.items.findIndex((item) => isMap(item) && item.get('name') === name);
}

function toJs(item: unknown): unknown {
  return isMap(item) ? JSON.parse(JSON.stringify(item)) : item;
}
