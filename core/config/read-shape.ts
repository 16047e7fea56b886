import type { z } from 'zod';
import type { ConfigDocument } from './document.js';
import type { Path } from './problems.js';
import { asGoReadsIt } from './scalars.js';
import { type ConfigShape, type Shape, shapes, v1 } from './shape.js';
import { didYouMean, suggest } from './suggest.js';
import { describeIssue, expectation, oneOf } from './wording.js';

type Issue = z.core.$ZodIssue;

/** Repairs rarely uncover more than two further layers of problems. */
const mostRounds = 20;

const newest = 'kind-ts.dev/v1';

/**
 * Holds the document against the shape of its version and reports what does not fit. A value that does not fit is
 * replaced by a stand-in, so that the rest can be checked too; undefined when there is nothing to check.
 */
export function readShape(document: ConfigDocument): ConfigShape | undefined {
  if (!isMapping(document.value)) {
    document.problems.report([], expectation('a mapping with apiVersion and kind', document.value));
    return undefined;
  }
  const shape = readVersion(document, document.value);
  for (let round = 0; round < mostRounds; round++) {
    const result = shape.safeParse(document.value, { error: describeIssue });
    if (result.success) return result.data;
    for (const issue of result.error.issues) settle(document, narrowed(issue));
  }
  return undefined;
}

/** An unknown version is reported, and the newest takes its place for the rest of the check. */
function readVersion(document: ConfigDocument, root: Record<string, unknown>): Shape {
  const versions = [...shapes.keys()];
  const { apiVersion, kind } = root;
  const shape = typeof apiVersion === 'string' ? shapes.get(apiVersion) : undefined;
  if (shape === undefined)
    document.problems.report(
      ['apiVersion'],
      `${expectation(oneOf(versions), apiVersion)}${didYouMean(apiVersion, versions)}`,
    );
  if (kind !== 'Cluster')
    document.problems.report(['kind'], `${expectation('Cluster', kind)}${didYouMean(kind, ['Cluster'])}`);
  root.kind = 'Cluster';
  root.apiVersion = shape === undefined ? newest : apiVersion;
  return shape ?? v1;
}

/** Of a choice of shapes, the one that the value comes nearest to. */
function narrowed(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const branch = issue.errors.find((issues) => issues.every((inner) => inner.path.length > 0));
  const first = branch?.[0];
  return first === undefined ? issue : narrowed({ ...first, path: [...issue.path, ...first.path] });
}

function settle(document: ConfigDocument, issue: Issue): void {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) settleUnknownField(document, [...path, key], issue.message.split(', '));
    return;
  }
  const accepted = asGoReadsIt(issue, valueAt(document.value, path), document.sourceOf(path));
  if (accepted === undefined) document.problems.report(path, issue.message);
  replace(document.value, path, accepted === undefined ? standIn(issue) : accepted.value);
}

/** What a misspelt field holds is checked as if it were spelt right. */
function settleUnknownField(document: ConfigDocument, path: Path, known: readonly string[]): void {
  const key = String(path.at(-1));
  const parent = valueAt(document.value, path.slice(0, -1)) as Record<string, unknown>;
  const meant = suggest(key, known);
  document.problems.report(path, unknownField(key, known, valueAt(document.value, ['apiVersion'])), 'key');
  if (meant !== undefined && !(meant in parent)) {
    parent[meant] = parent[key];
    document.renameKey(path, meant);
  }
  delete parent[key];
}

function unknownField(key: string, known: readonly string[], version: unknown): string {
  const found = `found the unknown ${key}`;
  if (version !== newest && onlyInV1.includes(key)) return `expected a field of ${version}, ${found}; ${newest} has it`;
  const hint = didYouMean(key, known);
  return `expected ${hint === '' ? oneOf(known) : 'a known field'}, ${found}${hint}`;
}

const onlyInV1 = [
  ...[
    'provider',
    'cni',
    'storage',
    'imageLoader',
    'audit',
    'caCertificates',
    'registryCredentials',
    'plugins',
    'hosts',
  ],
  ...['host', 'arch', 'resources'],
];

/** The zero value of what was expected. */
function standIn(issue: Issue): unknown {
  if (issue.code === 'invalid_value') return issue.values[0];
  if (issue.code === 'too_small') return issue.minimum;
  if (issue.code === 'too_big') return issue.maximum;
  return issue.code === 'invalid_type' ? zeroOf(issue.expected) : undefined;
}

function zeroOf(expected: string): unknown {
  const zeros: Readonly<Record<string, () => unknown>> = {
    string: () => '',
    boolean: () => false,
    int: () => 1,
    number: () => 1,
    object: () => ({}),
    record: () => ({}),
    array: () => [],
  };
  return zeros[expected]?.();
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], root);
}

/** Undefined takes the value away. */
function replace(root: unknown, path: Path, value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1)) as Record<string | number, unknown>;
  const key = path.at(-1) ?? '';
  if (value === undefined) delete parent[key];
  else parent[key] = value;
}
