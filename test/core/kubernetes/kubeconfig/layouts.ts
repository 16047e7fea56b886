const plain = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${'QUJD'.repeat(400)}
    server: https://prod
  name: prod
contexts:
- context:
    cluster: prod
    user: me
  name: prod
kind: Config
users:
- name: me
  user:
    token: t0ken
`;

const byHand = `# my clusters, do not touch

clusters:   # all of them
  # the first
  - name: 'prod'
    cluster: {server: "https://prod", x-unknown: [1, 2]}   # by phone
    # certificate-authority: /etc/prod.crt

  - name: "stage"   # second
    cluster:
        server:   https://stage

# and who I am
users:
    - {name: me, user: {token: abc}}
    -   name: you
        user:
          exec:
            command: login
            args: [--as, you]
          client-key-data: >-
            QUJD
            REVG
    # end of users
contexts: [{name: prod, context: {cluster: prod, user: me}}, {name: stage, context: {cluster: stage, user: you}},]
x-mine: &anchor {a: 1}
x-alias: *anchor
# the end
`;

const parsed = {
  kind: 'Config',
  apiVersion: 'v1',
  preferences: {},
  clusters: [{ name: 'prod', cluster: { server: 'https://prod' } }],
  users: [] as unknown[],
  contexts: null,
  'current-context': '',
};

const { 'current-context': _current, users: _users, ...sparse } = parsed;

/** Kubeconfigs that people and programs write, by what is special about them. */
export const layouts: Readonly<Record<string, string>> = {
  empty: '',
  'one empty line': '\n',
  'a comment only': '# mine\n',
  'a comment without a line break': '# mine',
  'a byte order mark only': '\ufeff',
  'a document mark only': '---\n',
  'a header only': 'apiVersion: v1\nkind: Config\n',
  'a header without a line break': 'apiVersion: v1\nkind: Config',
  'written by kubectl': plain,
  'written by hand': byHand,
  'written by hand on Windows': byHand.replaceAll('\n', '\r\n'),
  'without a final line break': plain.trimEnd(),
  'of CRLF lines without a last one': plain.trimEnd().replaceAll('\n', '\r\n'),
  'begun by a byte order mark': `\ufeff${plain}`,
  'begun by a document mark': `---\n${plain}`,
  'begun by a directive': `%YAML 1.1\n---\n${plain}`,
  'ended by a document mark': `${plain}...\n`,
  'full of empty lines': plain.replaceAll('\n', '\n\n'),
  'followed by empty lines': `${plain}\n\n\n`,
  'indented as a whole': plain.replaceAll(/^/gm, '  ').trimEnd(),
  'a file of indented lists': plain.replaceAll(/^(- | )/gm, '  $1'),
  'a file of null lists': `apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n`,
  'a file of empty lists': `apiVersion: v1\nclusters: []\ncontexts: [ ]\ncurrent-context: ''\nkind: Config\nusers: []`,
  'a file of lists without a value': 'clusters:\ncontexts: # none\nusers: ~\nkind: Config\n',
  'a null list without a line break': 'kind: Config\nusers: null',
  'a file of one null list with a comment': 'users: null # nobody\n\n# end\n',
  'ended by a block scalar': `${plain.trimEnd().replace('t0ken', '|\n      t0ken')}\n`,
  'ended by a block scalar that keeps its empty lines': `${plain.trimEnd().replace('t0ken', '|+\n      t0ken')}\n\n\n`,
  'ended by a folded scalar': `${plain.trimEnd().replace('t0ken', '>-\n      t0\n      ken')}\n`,
  'ended by a scalar of several lines': `${plain.trimEnd().replace('t0ken', '"t0\n      ken"')}\n`,
  'ended by comments of any depth': `${plain}    # deep\n  # less deep\n# not deep\n`,
  'a file with a null item': 'users:\n-\n- name: me\n-\nclusters:\n- # nothing\n',
  'a file with a tab in a comment': 'users:\n- name: me\n\t# tab\nclusters: []\n',
  'JSON on one line': JSON.stringify(parsed),
  'JSON on many lines': `${JSON.stringify(parsed, null, 2)}\n`,
  'JSON indented by tabs': JSON.stringify(parsed, null, '\t'),
  'JSON with blanks on one line': '{"apiVersion": "v1", "clusters": [], "users": [{"name": "me"}], "kind": "Config"}\n',
  'JSON that lacks keys': JSON.stringify(sparse),
  'JSON on many lines that lacks keys': JSON.stringify(sparse, null, 4),
  'a flow map of YAML': '{ apiVersion: v1, users: [ { name: me } ], # mine\n  clusters: [] }\n',
};
