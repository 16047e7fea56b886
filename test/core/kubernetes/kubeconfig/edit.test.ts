import test from 'ava';
import { parse } from 'yaml';
import { addCluster, removeCluster } from '../../../../core/kubernetes/kubeconfig/edit.js';
import { kubeconfigEntries, renderKubeconfig } from '../../../../core/kubernetes/kubeconfig/render.js';
import { layouts } from './layouts.js';

const entry = { cluster: 'dev', server: 'https://127.0.0.1:6443', ca: 'ca', cert: 'cert', key: 'key' };
const other = { ...entry, cluster: 'other', server: 'https://127.0.0.1:7443' };

interface Config {
  clusters: { name: string }[];
  contexts: { name: string }[];
  users: { name: string }[];
  'current-context': string;
}

function add(text: string, added = entry): string {
  return addCluster(text, added, 'config');
}

function remove(text: string, cluster = 'dev'): string | undefined {
  return removeCluster(text, cluster, 'config');
}

for (const [name, text] of Object.entries(layouts)) {
  test(`a kubeconfig that is ${name} is byte for byte the same after a cluster came and went`, (t) => {
    t.is(remove(add(text)), text);
  });

  test(`a kubeconfig that is ${name} is the same after two clusters came and went, in either order`, (t) => {
    const both = add(add(text), other);
    t.is(remove(remove(both) ?? '', 'other'), text);
    t.is(remove(remove(both, 'other') ?? ''), text);
  });

  test(`a kubeconfig that is ${name} gets the cluster, its user and its context, and points at it`, (t) => {
    const merged = parse(add(text)) as Config;
    const expected = kubeconfigEntries(entry);
    t.deepEqual(merged.clusters.at(-1), expected.clusters);
    t.deepEqual(merged.contexts.at(-1), expected.contexts);
    t.deepEqual(merged.users.at(-1), expected.users);
    t.is(merged['current-context'], 'kind-dev');
  });

  test(`a kubeconfig that is ${name} changes once, however often the same cluster is merged`, (t) => {
    t.is(add(add(text)), add(text));
  });

  test(`a kubeconfig that is ${name} gets a renewed cluster in the old one's place`, (t) => {
    const renewed = { ...entry, server: 'https://127.0.0.1:9999', cert: 'renewed' };
    t.is(add(add(text), renewed), add(text, renewed));
    t.is(remove(add(add(text), renewed)), text);
  });
}

const unchangedLines = [
  'written by kubectl',
  'a file of indented lists',
  'full of empty lines',
  'ended by a block scalar',
];

for (const name of [...unchangedLines, 'ended by comments of any depth', 'ended by a document mark']) {
  test(`a kubeconfig that is ${name} keeps all its lines, in order`, (t) => {
    const rest = add(layouts[name] ?? '').split('\n');
    for (const line of (layouts[name] ?? '').split('\n')) {
      const index = rest.indexOf(line);
      t.true(index >= 0, line);
      rest.splice(0, index + 1);
    }
  });
}

test('comments, quotes and spaces of what somebody wrote by hand stay', (t) => {
  const text = layouts['written by hand'] ?? '';
  const merged = add(text);
  for (const line of text.split('\n').filter((one) => !one.startsWith('contexts:')))
    t.true(merged.includes(`${line}\n`));
});

test('a file that did not exist is upstream-like and ends with the cluster', (t) => {
  const text = addCluster(undefined, entry, 'config');
  t.is(text, renderKubeconfig(entry));
  t.is(remove(text), undefined);
});

test('a file that we began keeps the cluster that is left', (t) => {
  const text = add(renderKubeconfig(entry), other);
  t.is(remove(text), renderKubeconfig(other));
  t.is(remove(remove(text) ?? '', 'other'), undefined);
});

test('a current context of somebody else is unset, not restored, when our cluster goes', (t) => {
  const text = 'current-context: prod # careful\nclusters: []\n';
  t.is(add(text).split('\n')[0], 'current-context: "kind-dev" # careful');
  t.is(remove(add(text))?.split('\n')[0], 'current-context: "" # careful');
});

test('a current context that the user chose meanwhile stays', (t) => {
  const chosen = add(layouts['written by hand'] ?? '').replace('current-context: kind-dev', 'current-context: prod');
  t.is((parse(remove(chosen) ?? '') as Config)['current-context'], 'prod');
});

test('removing a cluster that a kubeconfig does not know changes nothing', (t) => {
  for (const text of Object.values(layouts)) t.is(remove(text), text);
});

test('removing one cluster leaves another whose name only begins alike', (t) => {
  const text = add(add(''), { ...other, cluster: 'dev2' });
  const rest = parse(remove(text) ?? '') as Config;
  t.deepEqual(
    rest.clusters.map(({ name }) => name),
    ['kind-dev2'],
  );
  t.is(rest['current-context'], 'kind-dev2');
});

test('what kubectl or upstream kind rewrote is still found and removed', (t) => {
  const rewritten = `apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:6443
  name: kind-dev
- cluster:
    server: https://prod
  name: prod
contexts:
- context:
    cluster: kind-dev
    namespace: added-by-the-user
    user: kind-dev
  name: kind-dev
current-context: kind-dev
kind: Config
preferences: {}
users:
- name: kind-dev
  user: {}
`;
  t.is(
    remove(rewritten),
    `apiVersion: v1
clusters:
- cluster:
    server: https://prod
  name: prod
kind: Config
preferences: {}
`,
  );
});

test('a cluster that stands in a list twice is removed twice', (t) => {
  t.is(remove('users:\n- name: kind-dev\n- name: a\n- name: kind-dev\n'), 'users:\n- name: a\n');
});

test("a comment above our entry is its writer's and stays", (t) => {
  const text = 'users:\n- name: a\n# mine\n- name: kind-dev\n# end\n';
  t.is(remove(text), 'users:\n- name: a\n# mine\n# end\n');
});

const broken: readonly [what: string, text: string, reason: RegExp][] = [
  ['an open bracket', 'apiVersion: v1\nclusters: [\n', /at line 3, column 1$/],
  ['a wrong indent', 'clusters:\n- cluster: {}\n name: a\n', /at line 3, column 1$/],
  ['an alias of nothing', 'users: []\nmine: *nothing\n', /Unresolved alias .*nothing/],
  ['a repeated key', 'users: []\nclusters: []\nusers: []\n', /unique at line 3, column 1$/],
  ['a second document', 'users: []\n---\nusers: []\n', /multiple documents.* at line 2, column 1$/],
  ['a list at the top', '- a\n', /the top level must be a map at line 1, column 1$/],
  ['a word at the top', 'hello\n', /the top level must be a map at line 1, column 1$/],
  ['clusters that are a map', 'apiVersion: v1\nclusters: {a: b}\n', /clusters must be a list at line 2, column 11$/],
  ['users that are a word', '\n\nusers: me\n', /users must be a list at line 3, column 8$/],
  ['a current context that is a list', 'current-context: [a]\n', /must be a string at line 1, column 18$/],
];

for (const [what, text, reason] of broken) {
  test(`a kubeconfig with ${what} is refused with line and column`, (t) => {
    const error = t.throws(() => add(text), { message: reason });
    t.like(error, { code: 'KUBECONFIG_INVALID' });
  });
}

test('a refusal does not show what the file holds', (t) => {
  const error = t.throws(() => add('users:\n- name: a\n  user:\n    token: [s3cr3t\n'));
  t.false(error?.message.includes('s3cr3t'));
});

test('an entry that others refer to is not torn away from them', (t) => {
  const text = 'users:\n- &ours\n  name: kind-dev\n  user: {token: t}\nmine: *ours\n';
  t.throws(() => remove(text), { message: /its layout cannot be changed without harm to other entries/ });
});
