import { type Document, visit } from 'yaml';
import { messageOf } from '../errors/index.js';
import { startOf } from './locate.js';

/** What makes a document unreadable, and the offset at which it stands. */
export interface Fault {
  readonly offset: number;
  readonly text: string;
}

/** The document as plain data, or why it cannot be had. Aliases need their anchors, and may not multiply without end. */
export function toPlain(document: Document.Parsed): { readonly value: unknown } | { readonly faults: Fault[] } {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        faults.push({
          offset: startOf(alias),
          text: `expected an anchor &${alias.source} before this alias, found none`,
        });
    },
  });
  if (faults.length > 0) return { faults };
  try {
    return { value: document.toJS() };
  } catch (error) {
    const tooMany = error instanceof ReferenceError;
    const text = tooMany
      ? 'expected fewer aliases, found too many'
      : `expected YAML, found a fault: ${messageOf(error)}`;
    return { faults: [{ offset: 0, text }] };
  }
}
