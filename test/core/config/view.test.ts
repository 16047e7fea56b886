import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { convertConfig } from '../../../core/config/convert.js';
import { viewOf, viewText } from '../../../core/config/view.js';
import { baseDir, load, loadText, loadV1, problemsOf } from './load.js';

const folders = ['examples/config', 'test/equivalence/configs'];
const configs = folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));

for (const file of configs) {
  const text = readFileSync(file, 'utf8');
  test(`what is shown of ${file} asks for the same cluster`, (t) => {
    const spec = loadText(text);
    t.deepEqual(loadText(viewText(spec)), spec);
    t.deepEqual(loadText(JSON.stringify(viewOf(spec))), spec);
  });

  test(`${file} in kind-ts.dev/v1 asks for the same cluster`, (t) => {
    const converted = convertConfig({ file, text }, 'kind-ts.dev/v1', baseDir);
    t.regex(converted, /kind-ts\.dev\/v1/);
    t.deepEqual(loadText(converted), loadText(text));
  });
}

test('there are many configs', (t) => {
  t.true(configs.length >= 50);
});

test('texts that look like other values are shown as texts', (t) => {
  const labels = { a: 'yes', b: '0o17', c: '1e3', e: '017', f: 'null', g: '2030-01-01' };
  const spec = load(`nodes: [{labels: ${JSON.stringify(labels)}}]`);
  t.deepEqual(loadText(viewText(spec)).nodes[0]?.labels, labels);
});

test('settings and limits are shown as they were read', (t) => {
  const spec = loadV1(`audit: {policy: p.yaml, maxSizeMB: 5}
caCertificates: [ca.pem]
registryCredentials: {file: auth.json, registries: [example.com], credentialHelpers: true}
nodes: [{resources: {cpus: 2, memory: 1.5Gi}}, {role: worker, resources: {memory: 512M}}]`);
  t.deepEqual(loadText(viewText(spec)), spec);
  t.deepEqual(loadText(viewText(loadV1('registryCredentials: true'))), loadV1('registryCredentials: true'));
});

test('a search list that is empty on purpose is kept', (t) => {
  const spec = loadV1('networking: {dnsSearch: []}');
  t.deepEqual(loadText(viewText(spec)).networking.dnsSearch, []);
});

const source = (text: string) => ({ file: 'kind.yaml', text });

test('converting changes nothing but the version', (t) => {
  const text = '# mine\nkind: Cluster # yes\napiVersion: "kind-ts.dev/v1" # old\nnodes:\n\n- role:   worker\n- {}\n';
  const converted = convertConfig(source(text), 'kind.x-k8s.io/v1alpha4', baseDir);
  t.is(converted, text.replace('"kind-ts.dev/v1"', 'kind.x-k8s.io/v1alpha4'));
  t.is(convertConfig(source(converted), 'kind-ts.dev/v1', baseDir), text.replaceAll('"', ''));
});

test('what the older version lacks is told with its line', (t) => {
  const text = 'kind: Cluster\napiVersion: kind-ts.dev/v1\ncni: bundled\n';
  const problems = problemsOf(() => convertConfig(source(text), 'kind.x-k8s.io/v1alpha4', baseDir));
  t.is(problems.length, 1);
  t.regex(problems[0] ?? '', /^kind\.yaml:3:1: cni: .*kind-ts\.dev\/v1 has it$/);
});
