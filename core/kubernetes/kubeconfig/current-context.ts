import { isScalar, type ParsedNode, Scalar } from 'yaml';
import { lineStart, nextLine, removeLines } from './lines.js';
import { contextName } from './render.js';
import { appendKey, removeMember } from './root-keys.js';
import { afterColon, findPair, invalidAt, type Source } from './source.js';

const key = 'current-context';

/**
 * Points the file at our context. In the place of somebody else's goes a quoted name, and a line of our own holds a
 * plain one: so `clearCurrentContext` knows whether to empty the value or to take the line away.
 */
export function setCurrentContext(source: Source, context: string): string {
  const { text } = source;
  const pair = findPair(source, key);
  if (!pair) return appendKey(source, key, context);
  const { value } = pair;
  if (value !== null && !isScalar(value)) throw invalidAt(source, value.range[0], `${key} must be a string`);
  if (value?.value === context) return text;
  if (value === null || value.range[0] === value.range[1]) {
    const colon = afterColon(source, pair);
    return `${text.slice(0, colon)} "${context}"${text.slice(colon)}`;
  }
  const isOurs = value.type === Scalar.PLAIN && String(value.value).startsWith(contextName(''));
  return replaceValue(text, value, isOurs ? context : quoted(value, context));
}

/** Unsets the current context if it is this one. */
export function clearCurrentContext(source: Source, context: string): string {
  const { text } = source;
  const pair = findPair(source, key);
  if (!pair || !isScalar(pair.value) || pair.value.value !== context) return text;
  if (source.root?.flow) return removeMember(source, pair) ?? replaceValue(text, pair.value, quoted(pair.value, ''));
  const from = lineStart(text, pair.key.range[0]);
  const to = nextLine(text, pair.value.range[1]);
  const isPlain = text.slice(from, to).trim() === `${key}: ${context}`;
  return isPlain ? removeLines(text, from, to) : replaceValue(text, pair.value, quoted(pair.value, ''));
}

function replaceValue(text: string, value: Scalar.Parsed & ParsedNode, literal: string): string {
  return text.slice(0, value.range[0]) + literal + text.slice(value.range[1]);
}

function quoted({ type }: Scalar, text: string): string {
  return type === Scalar.QUOTE_SINGLE ? `'${text}'` : `"${text}"`;
}
