import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../contracts/cluster-access.js';

/** The objects of a manifest; empty documents are left out and lists are taken apart. Throws on broken YAML. */
export function parseManifest(text: string): KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    if ('errors' in document && document.errors[0]) throw document.errors[0];
    const value = 'toJS' in document ? (document.toJS() as KubernetesObject | null) : null;
    if (value === null) return [];
    return value.kind === 'List' ? (value.items as KubernetesObject[]) : [value];
  });
}
