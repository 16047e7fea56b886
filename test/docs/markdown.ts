import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['docs', 'examples'];

/** Every Markdown file that we wrote, relative to the root. */
export const documents: readonly string[] = [
  ...markdownIn('.', false),
  ...folders.flatMap((folder) => markdownIn(folder, true)),
];

function markdownIn(folder: string, recursive: boolean): string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
}

export interface CodeBlock {
  readonly document: string;
  /** Of the block's first line of code, from 1. */
  readonly line: number;
  readonly text: string;
}

const fence = /^```(\w*)$/;

/** The fenced blocks of every document in one of the languages. */
export function codeBlocks(...languages: readonly string[]): CodeBlock[] {
  return documents.flatMap((document) => {
    const lines = readFileSync(document, 'utf8').split('\n');
    const fences = lines.flatMap((line, i) => (fence.test(line) ? [i] : []));
    return fences.flatMap((start, i) => {
      if (i % 2 === 1 || !languages.includes(fence.exec(lines[start] ?? '')?.[1] ?? '')) return [];
      return [{ document, line: start + 2, text: lines.slice(start + 1, fences[i + 1]).join('\n') }];
    });
  });
}

/** The text without its fenced blocks and inline code, where a bracket is no link. */
export function prose(document: string): string {
  return readFileSync(document, 'utf8')
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, 'code');
}
