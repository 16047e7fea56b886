import { isScalar, LineCounter, type Node, type Pair, parseAllDocuments, visit, type YAMLError } from 'yaml';
import { type AnyDocument, find, isMissing, offsetOf, startOf } from './locate.js';
import { toPlain } from './plain.js';
import { type Path, type Position, Problems } from './problems.js';
import { yamlOptions } from './yaml-dialect.js';

/** A YAML text with its values, and where in the file each of them stands. */
export interface ConfigDocument {
  /** Plain data, free to change; null items of lists are left out, as upstream does. */
  readonly value: unknown;
  readonly problems: Problems;
  /** A scalar as it is written in the file, without quotes; undefined for anything else. */
  sourceOf(path: Path): string | undefined;
  /** Where a line and column (from 1) of a text value stand in the file. */
  positionInText(path: Path, inner: Position): Position;
  /** Corrects a key, so that what stands below it is found by its new name. */
  renameKey(path: Path, name: string): void;
}

/** Reads one document. What is not YAML is reported, and `value` is then undefined. */
export function readDocument(file: string, text: string): ConfigDocument {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { ...yamlOptions, lineCounter });
  const [document, ...others] = Array.isArray(documents) ? documents : [];
  const at = (offset: number): Position => positionAt(lineCounter, offset);
  const problems = new Problems(file, (path, part) => at(offsetOf(document, path, part)));
  if (document !== undefined) reportSyntax(document, others, text, problems, at);
  const plain = document === undefined ? { value: undefined } : toPlain(document);
  for (const { offset, text } of 'faults' in plain ? plain.faults : []) problems.reportAt(at(offset), [], text);
  return {
    value: 'value' in plain ? plain.value : undefined,
    problems,
    sourceOf: (path) => sourceOf(find(document, path).node),
    positionInText: (path, inner) => positionInText(text, at, find(document, path).node, inner),
    renameKey: (path, name) => {
      const key = find(document, path).pair?.key;
      if (isScalar(key)) key.value = name;
    },
  };
}

function reportSyntax(
  document: AnyDocument,
  others: readonly AnyDocument[],
  text: string,
  problems: Problems,
  at: (offset: number) => Position,
): void {
  const unknownTags = document.warnings.filter((warning) => warning.code === 'TAG_RESOLVE_FAILED');
  for (const error of [...document.errors, ...unknownTags])
    problems.reportAt(at(error.pos[0]), [], syntaxText(error, text));
  visit(document, {
    Pair: (_, pair) => useWrittenKey(pair),
    Seq: (_, list) => {
      list.items = list.items.filter((item) => !(isScalar(item) && item.value === null));
    },
  });
  const second = others.find((other) => !isMissing(other.contents) || other.errors.length > 0);
  if (second !== undefined)
    problems.reportAt(at(startOf(second.contents) || second.range[0]), [], 'expected one document, found another one');
}

/** `on: x` and `01: x` name the fields `on` and `01`, whatever YAML makes of them as values. */
function useWrittenKey(pair: Pair): void {
  const { key } = pair;
  if (isScalar(key) && key.source !== undefined && key.type === 'PLAIN' && key.source !== '<<') key.value = key.source;
}

function syntaxText(error: YAMLError, text: string): string {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return `expected the field ${text.slice(error.pos[0]).match(/^[^\s:]+/)?.[0]} once, found it again`;
    case 'TAB_AS_INDENT':
      return 'expected spaces as indentation, found a tab';
    case 'TAG_RESOLVE_FAILED':
      return `expected no tags, found ${error.message.replace(/^Unresolved tag: /, '')}`;
    default:
      return `expected YAML, found a fault: ${error.message.replace(/^Missing closing (.)quote$/, 'missing closing $1')}`;
  }
}

function sourceOf(node: Node | undefined): string | undefined {
  if (!isScalar(node)) return undefined;
  return node.source ?? (typeof node.value === 'string' ? node.value : undefined);
}

function positionAt(lineCounter: LineCounter, offset: number): Position {
  const { line, col } = lineCounter.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Exact in a literal block (`|`), whose lines stand in the file as they are; else the start of the value. */
function positionInText(
  text: string,
  at: (offset: number) => Position,
  node: Node | undefined,
  inner: Position,
): Position {
  const start = at(startOf(node));
  if (!isScalar(node) || node.type !== 'BLOCK_LITERAL') return start;
  const line = start.line + inner.line;
  const inFile = text.split(/\r?\n/)[line - 1];
  const inText = String(node.value).split('\n')[inner.line - 1];
  if (inFile === undefined || inText === undefined) return start;
  return { line, column: inFile.length - inText.length + inner.column };
}
