import test from 'ava';
import { isIdOf, isReference, normalizeReference } from '../../../core/images/reference.js';

const digest = `sha256:${'a'.repeat(64)}`;
const names = {
  app: 'docker.io/library/app:latest',
  'app:1': 'docker.io/library/app:1',
  'me/app:1': 'docker.io/me/app:1',
  'docker.io/app:1': 'docker.io/library/app:1',
  'index.docker.io/me/app:1': 'docker.io/me/app:1',
  'localhost/app:1': 'localhost/app:1',
  'localhost:5000/app': 'localhost:5000/app:latest',
  'registry.example/a/b:1': 'registry.example/a/b:1',
  [`app@${digest}`]: `docker.io/library/app@${digest}`,
};

for (const [name, full] of Object.entries(names))
  test(`${name.slice(0, 40)} is ${full.slice(0, 40)} in a node`, (t) => {
    t.is(normalizeReference(name), full);
    t.is(normalizeReference(full), full);
    t.true(isReference(name));
  });

test('what cannot be the name of an image is told from what can', (t) => {
  for (const text of ['', 'App:1', 'app:', 'app:a b', '-app', 'app?x=1', '../app', 'a//b', 'a/../b', '--all'])
    t.false(isReference(text), text);
  t.true(isReference(digest));
  t.true(isReference('[::1]:5000/app:1'));
});

test('an image is meant by the beginning of its id, with or without sha256', (t) => {
  t.true(isIdOf('aaaa', digest));
  t.true(isIdOf('sha256:aaaa', digest));
  t.false(isIdOf('aaab', digest));
  t.false(isIdOf('app', digest));
});
