import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { documents, prose } from './markdown.js';

interface Link {
  readonly document: string;
  readonly target: string;
}

const links: Link[] = documents.flatMap((document) =>
  [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ document, target })),
);
const ours = links.filter(({ target }) => !/^[a-z]+:/.test(target));

function fileOf({ document, target }: Link): string {
  const [path] = target.split('#');
  return path ? join(dirname(document), path) : document;
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(document: string): string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('every link between documents leads to a file', (t) => {
  const broken = ours.filter((link) => !existsSync(fileOf(link)));
  t.deepEqual(
    broken.map(({ document, target }) => `${document}: ${target}`),
    [],
  );
  t.true(ours.length > 50, 'the pattern finds links');
});

test('every link to a heading names one that is there', (t) => {
  const broken = ours.filter((link) => {
    const [, anchor] = link.target.split('#');
    const file = fileOf(link);
    return anchor !== undefined && existsSync(file) && !anchorsOf(file).includes(anchor);
  });
  t.deepEqual(
    broken.map(({ document, target }) => `${document}: ${target}`),
    [],
  );
});

test('every document can be reached from the README', (t) => {
  const reached = new Set(['README.md']);
  for (const document of reached) {
    for (const link of ours.filter((candidate) => candidate.document === document)) {
      const file = fileOf(link);
      for (const found of [file, join(file, 'README.md')]) if (documents.includes(found)) reached.add(found);
    }
  }
  t.deepEqual(
    documents.filter((document) => !reached.has(document)),
    [],
  );
});
