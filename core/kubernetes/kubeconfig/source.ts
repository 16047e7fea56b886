import {
  type CST,
  type Document,
  isMap,
  isScalar,
  type Pair,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { kubeconfigInvalid, messageOf } from '../../errors/index.js';

type RootMap = YAMLMap<ParsedNode, ParsedNode | null>;
export type RootPair = Pair<ParsedNode, ParsedNode | null>;

/** A kubeconfig's text and what the parser knows of it. Every position is an offset into `text`. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Undefined when the file holds nothing but comments. */
  readonly root: RootMap | undefined;
  readonly eol: '\n' | '\r\n';
  /** The same as plain values. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** Throws KUBECONFIG_INVALID with line and column. */
export function parseSource(text: string, file: string): Source {
  const document = parseDocument(text, { keepSourceTokens: true });
  const problem = document.errors[0];
  if (problem) throw kubeconfigInvalid({ file, reason: firstLine(problem.message) }, { cause: problem.code });
  const root = document.contents;
  const source = { file, text, eol: text.includes('\r\n') ? '\r\n' : '\n' } as const;
  if (root === null || root.range[0] === root.range[1]) return { ...source, root: undefined, content: {} };
  if (!isMap(root)) throw invalidAt(source, root.range[0], 'the top level must be a map');
  return { ...source, root: root as RootMap, content: valuesOf(document, file) };
}

/** A parser's message goes on with an excerpt of the file, which may be a secret. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/:$/, '');
}

function valuesOf(document: Document.Parsed, file: string): Source['content'] {
  try {
    return document.toJS();
  } catch (error) {
    throw kubeconfigInvalid({ file, reason: messageOf(error) }, { cause: error });
  }
}

export function invalidAt({ file, text }: Pick<Source, 'file' | 'text'>, offset: number, problem: string) {
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return kubeconfigInvalid({ file, reason: `${problem} at line ${before.length}, column ${column}` });
}

export function findPair(source: Source, key: string): RootPair | undefined {
  return source.root?.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as RootPair | undefined;
}

/** The position after the pair's colon. */
export function afterColon(source: Source, pair: RootPair): number {
  const colon = pair.srcToken?.sep?.find((token) => token.type === 'map-value-ind');
  if (!colon) throw invalidAt(source, pair.key.range[0], 'a key has no colon');
  return colon.offset + 1;
}

/** Where the last thing that is not white space or a comment ends. */
export function contentEnd(token: CST.Token | CST.CollectionItem): number {
  if (!('type' in token)) {
    const parts = [...token.start, token.key, ...(token.sep ?? []), token.value];
    return Math.max(...parts.map((part) => (part ? contentEnd(part) : 0)));
  }
  switch (token.type) {
    case 'space':
    case 'newline':
    case 'comment':
      return 0;
    case 'block-map':
    case 'block-seq':
      return Math.max(...token.items.map(contentEnd));
    case 'flow-collection':
      return Math.max(...token.end.map(contentEnd));
    case 'block-scalar':
      return endOf(token.props.at(-1)) + token.source.length;
    default:
      return endOf(token);
  }
}

function endOf(token: CST.Token | undefined): number {
  return token && 'source' in token ? token.offset + token.source.length : 0;
}
