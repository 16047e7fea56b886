import test from 'ava';
import { parseManifest } from '../../../core/kubernetes/parse-manifest.js';

const names = (text: string) => parseManifest(text).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

test('every document is an object, and empty ones and comments are none', (t) => {
  const text =
    '---\n# only a comment\n---\nkind: A\nmetadata: {name: a}\n---\n---\nkind: B\nmetadata: {name: b}\n---\n';
  t.deepEqual(names(text), ['A a', 'B b']);
});

test('a list is taken apart', (t) => {
  t.deepEqual(names('kind: List\nitems: [{kind: A, metadata: {name: a}}, {kind: B, metadata: {name: b}}]'), [
    'A a',
    'B b',
  ]);
});

test('a manifest may be JSON, and may be empty', (t) => {
  t.deepEqual(names('{"kind": "A", "metadata": {"name": "a"}}'), ['A a']);
  t.deepEqual(names(''), []);
  t.deepEqual(names('# nothing\n'), []);
});

test('broken YAML is an error that tells the line', (t) => {
  t.throws(() => parseManifest('kind: A\nmetadata: {name: a\n'), { message: /line 3/ });
});
