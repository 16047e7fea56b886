import fastJsonPatch, { type Operation } from 'fast-json-patch';
import { parse, parseAllDocuments } from 'yaml';
import { yamlOptions } from '../config/yaml-dialect.js';
import type { Json6902Patch } from '../contracts/cluster-spec.js';

export type JsonObject = { [key: string]: unknown };

/** A document that patches can be matched with. */
export interface TypedDocument extends JsonObject {
  apiVersion: string;
  kind: string;
}

/** A later key wins over an earlier one of its name, as upstream has it. */
const patchOptions = { ...yamlOptions, uniqueKeys: false };

/**
 * Applies patches to the documents they match: by kind, and by apiVersion where the patch names one. A merge patch may be a
 * stream of documents.
 */
export function patchDocuments(
  documents: readonly TypedDocument[],
  mergePatches: readonly string[],
  json6902Patches: readonly Json6902Patch[],
): TypedDocument[] {
  const merges = mergePatches.flatMap(readMergePatch);
  return documents.map((document) => {
    let patched = document;
    for (const patch of merges) if (matches(document, patch)) patched = mergeKubeadm(patched, patch) as TypedDocument;
    for (const { group, version, kind, patch } of json6902Patches) {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      if (matches(document, { apiVersion, kind })) patched = applyJsonPatch(patched, patch);
    }
    return patched;
  });
}

function readMergePatch(text: string): JsonObject[] {
  const documents = parseAllDocuments(text, patchOptions);
  return (Array.isArray(documents) ? documents : []).map((document): unknown => document.toJS()).filter(isObject);
}

function matches(document: TypedDocument, patch: JsonObject): boolean {
  return document.kind === patch.kind && (!patch.apiVersion || document.apiVersion === patch.apiVersion);
}

/** `operations` is JSON or YAML. */
export function applyJsonPatch<T extends JsonObject>(document: T, operations: string): T {
  const list = parse(operations, patchOptions) as Operation[];
  return fastJsonPatch.applyPatch(structuredClone(document), list, true).newDocument;
}

/** RFC 7386, where null removes; also inside of a list that is new. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return patch.map((item) => mergePatch(undefined, item));
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** A merge that adds to certSANs, and to v1beta4's lists of arguments by name, where RFC 7386 would replace the list. */
export function mergeKubeadm(target: JsonObject, patch: JsonObject): JsonObject {
  const versions = { target: String(target.apiVersion), patch: patch.apiVersion };
  return mergePatch(target, withUnitedLists(target, patch, versions)) as JsonObject;
}

interface Versions {
  readonly target: string;
  readonly patch: unknown;
}

function withUnitedLists(target: JsonObject, patch: JsonObject, versions: Versions): JsonObject {
  const united = Object.entries(patch).map(([key, value]) => {
    const current = target[key];
    if (key === 'certSANs') return [key, [...new Set([...listOf(current), ...listOf(value)])]];
    if ((key === 'extraArgs' || key === 'kubeletExtraArgs') && versions.target.endsWith('/v1beta4'))
      return [key, uniteArguments(listOf(current), argumentsOf(value, versions.patch))];
    if (isObject(value)) return [key, withUnitedLists(isObject(current) ? current : {}, value, versions)];
    return [key, value];
  });
  return Object.fromEntries(united);
}

interface Argument {
  readonly name?: string;
  readonly value?: string | null;
}

/** An argument of the patch replaces the one of its name; one without a value removes it. */
function uniteArguments(current: readonly unknown[], patch: readonly Argument[]): Argument[] {
  const byName = new Map((current as Argument[]).map((argument) => [argument.name, argument]));
  for (const { name, value } of patch) {
    if (name === undefined) continue;
    if (value === undefined || value === null) byName.delete(name);
    else byName.set(name, { name, value });
  }
  return [...byName.values()];
}

/** v1beta4 lists arguments, v1beta3 maps them; a patch without apiVersion may use either. */
function argumentsOf(value: unknown, patchVersion: unknown): readonly Argument[] {
  if (Array.isArray(value)) return value as Argument[];
  if (patchVersion || !isObject(value)) return [];
  return Object.entries(value).map(([name, text]) => ({ name, value: text as string | null }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
