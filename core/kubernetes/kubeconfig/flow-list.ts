import { type CST, isNode } from 'yaml';
import type { Entry, EntryList } from './entries.js';
import { removeMember } from './root-keys.js';
import { afterColon, contentEnd, type RootPair, type Source } from './source.js';

/** Gives a list that is null its first entry. */
export function fillFlowNull(source: Source, pair: RootPair, entry: Entry): string {
  const [start, end] = pair.value?.range ?? [0, 0];
  const list = `[ ${JSON.stringify(entry)} ]`;
  if (start < end) return source.text.slice(0, start) + list + source.text.slice(end);
  const colon = afterColon(source, pair);
  return `${source.text.slice(0, colon)} ${list}${source.text.slice(colon)}`;
}

export function addFlowItem({ text }: Source, { seq }: EntryList, entry: Entry): string {
  const last = rangeOf(seq, seq.items.length - 1);
  const position = last ? last.end : openOf(seq);
  return `${text.slice(0, position)}${last ? ', ' : ''}${JSON.stringify(entry)}${text.slice(position)}`;
}

export function replaceFlowItem({ text }: Source, { seq }: EntryList, index: number, entry: Entry): string {
  const range = rangeOf(seq, index);
  return range ? text.slice(0, range.start) + JSON.stringify(entry) + text.slice(range.end) : text;
}

export function removeFlowItem(source: Source, { pair, seq }: EntryList, index: number): string {
  const { text } = source;
  const range = rangeOf(seq, index);
  if (!range) return text;
  const previous = rangeOf(seq, index - 1);
  const next = rangeOf(seq, index + 1);
  if (previous) return text.slice(0, previous.end) + text.slice(range.end);
  if (next) return text.slice(0, range.start) + text.slice(next.start);
  const close = contentEnd(seq.srcToken as CST.FlowCollection);
  const around = [text.slice(openOf(seq), range.start), text.slice(range.end, close - 1)];
  // The blanks are how `fillFlowNull` marks that there was no list.
  if (around.every((blank) => blank === ' ')) return `${text.slice(0, openOf(seq) - 1)}null${text.slice(close)}`;
  return removeMember(source, pair) ?? text.slice(0, range.start) + text.slice(range.end);
}

/** The position after the opening bracket. */
function openOf(seq: EntryList['seq']): number {
  return (seq.srcToken as CST.FlowCollection).start.offset + 1;
}

function rangeOf(seq: EntryList['seq'], index: number): { start: number; end: number } | undefined {
  const item = seq.items[index];
  return isNode(item) && item.range ? { start: item.range[0], end: item.range[1] } : undefined;
}
