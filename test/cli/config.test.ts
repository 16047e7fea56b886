import test from 'ava';
import { kind } from './kind.js';

const valid = 'kind: Cluster\napiVersion: kind-ts.dev/v1\nname: dev\n';
const invalid = 'kind: Cluster\napiVersion: kind-ts.dev/v1\nnodse: []\n';

test.before(() => kind(['version']));

test.serial('config validate says that a config is valid, and prints no result', async (t) => {
  const { exitCode, stdout, stderr } = await kind(['config', 'validate', '-'], valid);
  t.deepEqual([exitCode, stdout], [0, '']);
  t.is(stderr, '- is valid: cluster dev of 1 node\n');
});

test.serial('config validate tells the problems of all files and fails', async (t) => {
  const { exitCode, stderr } = await kind(['config', 'validate', '-', 'examples/config/v1.yaml', '/dev/null'], invalid);
  t.is(exitCode, 2);
  t.regex(stderr, /examples\/config\/v1\.yaml is valid/);
  t.regex(stderr, /<stdin>:3:1: .*nodes/);
  t.regex(stderr, /\/dev\/null:1:1: /);
});

test.serial('config validate reads the files that a config names', async (t) => {
  const { exitCode, stderr } = await kind(['config', 'validate', '-'], `${valid}caCertificates: [/dev/null]\n`);
  t.is(exitCode, 2);
  t.regex(stderr, /\/dev\/null: caCertificates\[0\]: expected certificates in PEM, found none/);
});

test.serial('config view prints YAML, or JSON, and knows the flags of create', async (t) => {
  const yaml = await kind(['config', 'view', '-'], valid);
  t.regex(yaml.stdout, /^name: dev$/m);
  t.regex(yaml.stdout, /^ {2}podSubnet: 10\.244\.0\.0\/16$/m);
  const json = await kind(['config', 'view', '--name', 'other', '--image', 'i:1', '-o', 'json']);
  t.like(JSON.parse(json.stdout), { name: 'other', nodes: [{ role: 'control-plane', image: 'i:1' }] });
});

test.serial('config convert prints the config in the other version', async (t) => {
  const { stdout } = await kind(['config', 'convert', '-', '--to', 'kind.x-k8s.io/v1alpha4'], valid);
  t.is(stdout, valid.replace('kind-ts.dev/v1', 'kind.x-k8s.io/v1alpha4'));
});

test.serial('config schema prints a JSON Schema of either version', async (t) => {
  for (const version of ['kind-ts.dev/v1', 'kind.x-k8s.io/v1alpha4']) {
    const { stdout } = await kind(['config', 'schema', '--of', version]);
    const schema = JSON.parse(stdout) as { $schema: string; properties: { apiVersion: { const: string } } };
    t.is(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    t.is(schema.properties.apiVersion.const, version);
    t.false(stdout.includes('defaultText'));
  }
});
