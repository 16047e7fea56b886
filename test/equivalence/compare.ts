import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import { yamlOptions } from '../../core/config/yaml-dialect.js';
import type { WrittenNode } from './upstream.js';

/** Values by the path that leads to them. */
type Leaves = ReadonlyMap<string, string>;

/** One value that is not the same on both sides; undefined where a side has none. */
export interface Difference {
  readonly path: string;
  readonly theirs: string | undefined;
  readonly ours: string | undefined;
}

/** What is different between what the two tools want of a node. */
export function differencesOf(theirs: WrittenNode, ours: WrittenNode): Difference[] {
  const [a, b] = [leavesOf(theirs), leavesOf(ours)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => ({ path, theirs: a.get(path), ours: b.get(path) }));
}

function leavesOf({ kubeadm, containerd, mounts, ports }: WrittenNode): Leaves {
  const found = new Map<string, string>();
  for (const document of documentsOf(kubeadm)) gather(document, document.kind, found);
  gather(parseToml(containerd, { integersAsBigInt: true }), 'containerd', found);
  gather(mounts, 'mounts', found);
  gather(ports.map(withoutFreePort).sort(), 'ports', found);
  return found;
}

function documentsOf(text: string): { readonly kind: string }[] {
  const documents = parseAllDocuments(text, yamlOptions);
  return (Array.isArray(documents) ? documents : []).map((document) => document.toJS());
}

/** An empty mapping or list, null and nothing mean the same to kubeadm and containerd. */
function gather(value: unknown, path: string, found: Map<string, string>): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') found.set(path, readable(path, value));
  else for (const [key, inner] of Object.entries(byName(path, value))) gather(inner, `${path}/${key}`, found);
}

/** Arguments are a mapping in v1beta3 and a list in v1beta4, where their order does not count. */
function byName(path: string, value: object): object {
  if (!path.endsWith('xtraArgs') || !Array.isArray(value)) return value;
  return Object.fromEntries(value.map((argument: { name: string; value: unknown }) => [argument.name, argument.value]));
}

/** Upstream lists labels in no order. */
function readable(path: string, value: unknown): string {
  if (path.endsWith('/node-labels')) return String(value).split(',').sort().join();
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Both tools take a free port when none is given, upstream before it runs the engine. */
function withoutFreePort(publication: string): string {
  return publication.endsWith(':6443/TCP') ? publication.replace(/:\d+:6443/, ':any:6443') : publication;
}
