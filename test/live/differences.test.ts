import { readFileSync } from 'node:fs';
import test from 'ava';
import { compare, programsWith } from '../../scripts/differences/compare.js';
import { differencesDocument, unexplained } from '../../scripts/differences/document.js';
import { findUpstream } from './upstream.js';

const comparison = compare(programsWith(await findUpstream()));

test('every difference from upstream’s kind has a reason, and every reason a difference', (t) => {
  t.deepEqual(unexplained(comparison), []);
});

test('docs/differences.md is what npm run docs writes with KIND_UPSTREAM', (t) => {
  t.is(readFileSync('docs/differences.md', 'utf8'), differencesDocument(comparison));
});
