import { type CST, isScalar, stringify } from 'yaml';
import type { Entry, EntryList } from './entries.js';
import { fillFlowNull } from './flow-list.js';
import { columnOf, insertLines, lineStart, nextLine, removeLines, skipComments } from './lines.js';
import { yamlStyle } from './render.js';
import { afterColon, contentEnd, invalidAt, type RootPair, type Source } from './source.js';

/**
 * An indent that tells which word stood in the place of the list before it got its first entry, so that the word comes
 * back with the last entry gone. No indent at all: there was not even the key.
 */
const indentOfEmpty: Readonly<Record<string, number>> = { null: 2, '~': 3, '': 4 };

export function blockLines(entry: Entry, indent: number): string[] {
  const lines = stringify(entry, yamlStyle).trimEnd().split('\n');
  return lines.map((line, index) => `${' '.repeat(indent)}${index === 0 ? '- ' : '  '}${line}`);
}

/** Gives a list that is null its first entry. */
export function fillNull(source: Source, pair: RootPair, entry: Entry): string {
  if (source.root?.flow) return fillFlowNull(source, pair, entry);
  const colon = afterColon(source, pair);
  const word = isScalar(pair.value) ? (pair.value.source ?? '') : '';
  const end = word === '' ? colon : (pair.value?.range[1] ?? colon);
  const text = source.text.slice(0, colon) + source.text.slice(end);
  const indent = columnOf(text, pair.key.range[0]) + (indentOfEmpty[word] ?? 2);
  return insertLines({ ...source, text }, nextLine(text, colon), blockLines(entry, indent));
}

export function addBlockItem(source: Source, { seq }: EntryList, entry: Entry): string {
  const column = columnOf(source.text, dashOf(source, seq, 0));
  const end = nextLine(source.text, contentEnd(seq.srcToken as CST.BlockSequence));
  return insertLines(source, skipComments(source.text, end, column), blockLines(entry, column));
}

export function replaceBlockItem(source: Source, { seq }: EntryList, index: number, entry: Entry): string {
  const { from, to } = linesOf(source, seq, index);
  const removed = removeLines(source.text, from, to);
  const position = Math.min(from, removed.length);
  const column = columnOf(source.text, dashOf(source, seq, index));
  return insertLines({ ...source, text: removed }, position, blockLines(entry, column));
}

export function removeBlockItem(source: Source, { pair, seq }: EntryList, index: number): string {
  const { text } = source;
  const { from, to } = linesOf(source, seq, index);
  if (seq.items.length > 1) return removeLines(text, from, to);
  const keyLine = lineStart(text, pair.key.range[0]);
  const colon = afterColon(source, pair);
  const indent = columnOf(text, dashOf(source, seq, index)) - columnOf(text, pair.key.range[0]);
  const isBare = /^\r?\n$/.test(text.slice(colon, from));
  if (indent === 0 && isBare) return removeLines(text, keyLine, to);
  const word = Object.keys(indentOfEmpty).find((candidate) => indentOfEmpty[candidate] === indent);
  const rest = removeLines(text, from, to);
  return word ? `${rest.slice(0, colon)} ${word}${rest.slice(colon)}` : rest;
}

function itemsOf(seq: EntryList['seq']): CST.CollectionItem[] {
  const items: CST.CollectionItem[] = (seq.srcToken as CST.BlockSequence).items;
  return items.filter(({ start }) => start.some((token) => token.type === 'seq-item-ind'));
}

function dashOf(source: Source, seq: EntryList['seq'], index: number): number {
  const dash = itemsOf(seq)[index]?.start.find((token) => token.type === 'seq-item-ind');
  if (!dash) throw invalidAt(source, seq.range?.[0] ?? 0, 'a list item has no dash');
  return dash.offset;
}

function linesOf(source: Source, seq: EntryList['seq'], index: number): { from: number; to: number } {
  const from = lineStart(source.text, dashOf(source, seq, index));
  const item = itemsOf(seq)[index];
  return { from, to: nextLine(source.text, item ? contentEnd(item) : from) };
}
