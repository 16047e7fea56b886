import test from 'ava';
import { qualifiedReference } from '../../../providers/engine-api/podman-dialect.js';

const digest = `sha256:${'a'.repeat(64)}`;
const references = {
  'kindest/node:v1.34.0': 'docker.io/kindest/node:v1.34.0',
  [`kindest/node:v1.34.0@${digest}`]: `docker.io/kindest/node@${digest}`,
  [`localhost:5000/node:v1@${digest}`]: `localhost:5000/node@${digest}`,
  'busybox:1': 'docker.io/library/busybox:1',
  'localhost/node:v1': 'localhost/node:v1',
  'registry.example/a/b:v1': 'registry.example/a/b:v1',
  'localhost:5000/node:v1': 'localhost:5000/node:v1',
  [digest]: digest,
  ['b'.repeat(64)]: 'b'.repeat(64),
};

for (const [reference, qualified] of Object.entries(references))
  test(`podman is asked for ${reference.slice(0, 40)} by its full name`, (t) => {
    t.is(qualifiedReference(reference), qualified);
  });
