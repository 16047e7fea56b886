import { readFileSync } from 'node:fs';
import test from 'ava';
import { listErrorCodes } from '../../../core/errors/index.js';

const headings = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

test('docs/errors.md has a section for every error code and for nothing else, in order', (t) => {
  t.deepEqual(headings, listErrorCodes());
});
