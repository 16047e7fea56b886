import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from './problems.js';

export type AnyDocument = Document.Parsed;

/** What a path leads to. */
interface Found {
  readonly node?: Node | undefined;
  readonly pair?: Pair | undefined;
  /** How many steps of the path exist. */
  readonly depth: number;
  /** The innermost collection on the way. */
  readonly around?: Node | undefined;
}

/** Follows a path, through aliases and merged mappings, as far as it goes. */
export function find(document: AnyDocument | undefined, path: Path): Found {
  let found: Found = { node: document?.contents ?? undefined, depth: 0 };
  if (document === undefined) return found;
  for (const step of path) {
    const node = resolved(document, found.node);
    const pair = isMap(node) ? findPair(document, node, step) : undefined;
    const next = isSeq(node) ? node.items[Number(step)] : pair?.value;
    if (pair === undefined && next === undefined) return { around: node, depth: found.depth };
    found = { node: (next ?? undefined) as Node | undefined, pair, depth: found.depth + 1, around: node };
  }
  return found;
}

function findPair(document: AnyDocument, map: Node, step: string | number): Pair | undefined {
  if (!isMap(map)) return undefined;
  const own = map.items.find((pair) => isScalar(pair.key) && pair.key.value === step);
  if (own !== undefined) return own;
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.source !== '<<') continue;
    const merged = resolved(document, value as Node);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const node = resolved(document, source as Node);
      const pair = node === undefined ? undefined : findPair(document, node, step);
      if (pair !== undefined) return pair;
    }
  }
  return undefined;
}

function resolved(document: AnyDocument, node: Node | undefined): Node | undefined {
  return isAlias(node) ? node.resolve(document) : (node ?? undefined);
}

/** The value's start; of a missing value its key's, of a missing key its mapping's. */
export function offsetOf(document: AnyDocument | undefined, path: Path, part: 'key' | 'value'): number {
  const { node, pair, depth, around } = find(document, path);
  if (depth < path.length) return startOf(around);
  if (pair !== undefined && (part === 'key' || isMissing(node))) return startOf(pair.key as Node);
  return startOf(node ?? around);
}

/** Whether nothing is written where a value could stand. */
export function isMissing(node: Node | null | undefined): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null && node.source === '');
}

/** Where a node begins; 0 for none. */
export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}
