import { parse as parseToml, TomlError } from 'smol-toml';
import { LineCounter, parseAllDocuments } from 'yaml';
import { encryptionAlgorithms } from '../kubernetes/pki/keys.js';
import { offsetOf } from './locate.js';
import { toPlain } from './plain.js';
import type { Path, Position } from './problems.js';
import { didYouMean } from './suggest.js';
import { expectation, oneOf } from './wording.js';
import { yamlOptions } from './yaml-dialect.js';

/** What is wrong with a patch, and where in its text. */
export interface PatchProblem extends Position {
  readonly text: string;
}

/** The objects of kubeadm's configuration that a cluster has, so the only ones that a patch can change. */
const patchableKinds: readonly string[] = [
  'ClusterConfiguration',
  'InitConfiguration',
  'JoinConfiguration',
  'KubeletConfiguration',
  'KubeProxyConfiguration',
];

const operations: readonly string[] = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

/** Checks a stream of YAML documents, each a mapping with a kind that is not a misspelling of one that can be patched. */
export function checkMergePatch(text: string): PatchProblem[] {
  return checkYaml(text, (value) => {
    if (value === null) return [];
    if (!isMapping(value)) return [{ path: [], text: expectation('a YAML mapping with a kind', value) }];
    return [
      ...faultAt(['kind'], kindProblem(value.kind)),
      ...faultAt(['encryptionAlgorithm'], algorithmProblem(value.encryptionAlgorithm)),
    ];
  });
}

/** The keys are made here, so kubeadm would not refuse another algorithm in time. */
function algorithmProblem(algorithm: unknown): string | undefined {
  if (algorithm === undefined || algorithm === null || encryptionAlgorithms.some((known) => known === algorithm))
    return;
  return `${expectation(oneOf(encryptionAlgorithms), algorithm)}${didYouMean(algorithm, encryptionAlgorithms)}`;
}

function faultAt(path: Path, text: string | undefined): FaultInPatch[] {
  return text === undefined ? [] : [{ path, text }];
}

/** What is wrong with the kind that a patch names; undefined for a good one, and for one that is simply of something else. */
export function kindProblem(kind: unknown): string | undefined {
  if (patchableKinds.some((known) => known === kind)) return undefined;
  const meant = didYouMean(kind, patchableKinds);
  if (typeof kind === 'string' && kind !== '' && meant === '') return undefined;
  return `${expectation(`the kind ${oneOf(patchableKinds)}`, kind)}${meant}`;
}

/** Checks a YAML or JSON list of RFC 6902 operations. */
export function checkJson6902Patch(text: string): PatchProblem[] {
  return checkYaml(text, (value, index) => {
    if (index > 0) return [{ path: [], text: 'expected one document, found another one' }];
    if (!Array.isArray(value)) return [{ path: [], text: expectation('a list of RFC 6902 operations', value) }];
    return value.flatMap((operation: unknown, i) => {
      const problem = operationProblem(operation);
      return problem === undefined ? [] : [{ path: [i, ...problem.path], text: problem.text }];
    });
  });
}

function operationProblem(operation: unknown): FaultInPatch | undefined {
  if (!isMapping(operation)) return { path: [], text: expectation('an operation with op and path', operation) };
  const { op, path, from } = operation;
  if (typeof op !== 'string' || !operations.includes(op))
    return { path: ['op'], text: `${expectation(oneOf(operations), op)}${didYouMean(op, operations)}` };
  if (!isPointer(path)) return { path: ['path'], text: expectation('a path that begins with "/"', path) };
  if ((op === 'move' || op === 'copy') && !isPointer(from))
    return { path: ['from'], text: expectation('a path that begins with "/"', from) };
  if (['add', 'replace', 'test'].includes(op) && operation.value === undefined)
    return { path: ['value'], text: `expected a value to ${op}, found nothing` };
  if (path === '/encryptionAlgorithm') return faultAt(['value'], algorithmProblem(operation.value))[0];
  return undefined;
}

/** Checks a TOML document. */
export function checkToml(text: string): PatchProblem[] {
  try {
    parseToml(text, { integersAsBigInt: 'asNeeded' });
    return [];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '');
    return [{ line: error.line, column: error.column, text: `expected TOML, found a fault: ${reason}` }];
  }
}

interface FaultInPatch {
  readonly path: Path;
  readonly text: string;
}

/** Repeated keys are let through, as upstream does: the last one counts. */
function checkYaml(text: string, check: (value: unknown, index: number) => FaultInPatch[]): PatchProblem[] {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { ...yamlOptions, uniqueKeys: false, lineCounter });
  const documents = Array.isArray(parsed) ? parsed : [];
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error !== undefined) return [{ ...at(error.pos[0]), text: `expected YAML, found a fault: ${error.message}` }];
    const plain = toPlain(document);
    if ('faults' in plain) return plain.faults.map((fault) => ({ ...at(fault.offset), text: fault.text }));
    return check(plain.value, index).map((fault) => ({
      ...at(offsetOf(document, fault.path, 'value')),
      text: fault.text,
    }));
  });
}

function isPointer(path: unknown): boolean {
  return typeof path === 'string' && /^(\/|$)/.test(path);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
