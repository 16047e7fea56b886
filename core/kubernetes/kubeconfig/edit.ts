import { isDeepStrictEqual } from 'node:util';
import { kubeconfigInvalid } from '../../errors/index.js';
import { clearCurrentContext, setCurrentContext } from './current-context.js';
import { removeEntry, upsertEntry } from './entries.js';
import { nextLine, removeLines } from './lines.js';
import { contextName, type KubeconfigEntry, kubeconfigEntries, renderKubeconfig } from './render.js';
import { appendKey } from './root-keys.js';
import { findPair, parseSource, type Source } from './source.js';

type Edit = (source: Source) => string;
const lists = ['clusters', 'contexts', 'users'] as const;

/**
 * The text of a kubeconfig with a cluster added (or renewed) and made the current one; every other byte stays.
 * `text` is undefined when there is no file. Throws KUBECONFIG_INVALID.
 */
export function addCluster(text: string | undefined, entry: KubeconfigEntry, file: string): string {
  if (text === undefined) return renderKubeconfig(entry);
  const name = contextName(entry.cluster);
  const entries = kubeconfigEntries(entry);
  const original = parseSource(text, file);
  return applyEdits(original, name, [
    ...headerEdits(original),
    ...lists.map(
      (list): Edit =>
        (source) =>
          upsertEntry(source, list, entries[list]),
    ),
    (source) => setCurrentContext(source, name),
  ]);
}

/**
 * The inverse of `addCluster`; undefined when there was no file before, so that there should be none again.
 * A current context that `addCluster` replaced is unset rather than restored: nobody shall find themselves on another
 * cluster because they deleted one. Throws KUBECONFIG_INVALID.
 */
export function removeCluster(text: string, cluster: string, file: string): string | undefined {
  const name = contextName(cluster);
  const rest = applyEdits(parseSource(text, file), name, [
    (source) => clearCurrentContext(source, name),
    ...lists.map(
      (list): Edit =>
        (source) =>
          removeEntry(source, list, name),
    ),
    dropHeader,
  ]);
  const isWhollyOurs = text.startsWith('apiVersion: v1\nclusters:\n') && ownRemains.test(rest);
  return isWhollyOurs ? undefined : rest;
}

// What is left of a file that `renderKubeconfig` began.
const ownRemains = /^apiVersion: v1\nkind: Config\n$/;

// Far more than there can be entries of one name.
const maxPasses = 100;

function applyEdits(original: Source, name: string, edits: readonly Edit[]): string {
  let source = original;
  for (const edit of edits) {
    // Again until nothing changes: a name may stand in a list twice.
    for (let next = edit(source), passes = 0; next !== source.text; next = edit(source), passes++) {
      if (passes > maxPasses) throw layoutRefused(source.file);
      source = reparse(next, source.file);
    }
  }
  if (!isDeepStrictEqual(foreignPart(original, name), foreignPart(source, name))) throw layoutRefused(source.file);
  return source.text;
}

function reparse(text: string, file: string): Source {
  try {
    return parseSource(text, file);
  } catch (cause) {
    throw layoutRefused(file, cause);
  }
}

function layoutRefused(file: string, cause?: unknown) {
  return kubeconfigInvalid({ file, reason: 'its layout cannot be changed without harm to other entries' }, { cause });
}

/** What the file says besides our cluster. */
function foreignPart({ content }: Source, name: string): Record<string, unknown> {
  const { apiVersion: _version, kind: _kind, 'current-context': _current, ...rest } = content;
  const others = lists.map((list) => {
    const items = (rest[list] ?? []) as readonly ({ name?: unknown } | null)[];
    return [list, items.filter((item) => item?.name !== name)] as const;
  });
  return { ...rest, ...Object.fromEntries(others) };
}

/** Kind first, which is not client-go's order: so `dropHeader` knows that the file was empty. */
const header = { kind: 'Config', apiVersion: 'v1' };

function headerEdits(source: Source): Edit[] {
  if (source.root && source.root.items.length > 0) return [];
  return Object.entries(header).map(
    ([key, value]): Edit =>
      (empty) =>
        findPair(empty, key) ? empty.text : appendKey(empty, key, value),
  );
}

function dropHeader({ text, root }: Source): string {
  const [first, second] = root?.items ?? [];
  if (!first || !second || root?.items.length !== 2) return text;
  const from = first.key.range[0];
  const to = nextLine(text, second.value?.range[1] ?? from);
  const isOurs = /^kind: Config\r?\napiVersion: v1\r?\n?$/.test(text.slice(from, to));
  return isOurs ? removeLines(text, from, to) : text;
}
