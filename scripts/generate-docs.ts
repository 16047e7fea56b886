import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';
import { createProgram } from '../cli/main.js';
import { editorSchemas } from '../core/config/editor-schema.js';
import { configReference } from '../core/config/reference.js';
import { commandReference } from './command-reference.js';
import { compare, programsWith } from './differences/compare.js';
import { differencesDocument } from './differences/document.js';

/** The documents that are generated, with what makes their text. Paths are relative to the project's root. */
export const generatedDocs: readonly (readonly [file: string, generate: () => string])[] = [
  ['docs/config.md', () => configReference(readFileSync('examples/config/v1.yaml', 'utf8'))],
  ['docs/commands.md', () => commandReference(createProgram())],
  ['docs/schema/v1.json', () => schemaText('kind-ts.dev/v1')],
  ['docs/schema/v1alpha4.json', () => schemaText('kind.x-k8s.io/v1alpha4')],
];

function schemaText(version: string): string {
  return `${JSON.stringify(editorSchemas().get(version), undefined, 2)}\n`;
}

/** Generated with upstream's kind; a test that has it compares it. */
const differences = (upstream: string) =>
  ['docs/differences.md', () => differencesDocument(compare(programsWith(upstream)))] as const;

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const { KIND_UPSTREAM: upstream } = env;
  for (const [file, generate] of [...generatedDocs, ...(upstream ? [differences(upstream)] : [])]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, generate());
    console.log(file);
  }
}
