import type { Source } from './source.js';

/** The start of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The start of the line after the one that ends at or after `offset`; the end of the text if there is none. */
export function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (text[start] === '\ufeff' ? 1 : 0);
}

/** Passes the comment lines that are indented more than `column`: they belong to what stands before. */
export function skipComments(text: string, position: number, column: number): number {
  const comment = new RegExp(`[ \\t]{${column + 1},}#.*(\\r?\\n|$)`, 'y');
  let end = position;
  for (comment.lastIndex = end; comment.test(text) && comment.lastIndex > end; ) end = comment.lastIndex;
  return end;
}

/** Inserts lines before the line at `position`. A last line that has no line break stays without one. */
export function insertLines({ text, eol }: Source, position: number, lines: readonly string[]): string {
  const block = lines.join(eol);
  const isOpen = position > 0 && text[position - 1] !== '\n' && text !== '\ufeff';
  const inserted = isOpen ? eol + block : block + eol;
  return text.slice(0, position) + inserted + text.slice(position);
}

/** The exact inverse of `insertLines`. */
export function removeLines(text: string, from: number, to: number): string {
  const wasOpen = to === text.length && text[to - 1] !== '\n';
  const before = text.slice(0, from);
  return (wasOpen ? before.replace(/\r?\n$/, '') : before) + text.slice(to);
}
