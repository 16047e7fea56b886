import { readFileSync } from 'node:fs';
import test from 'ava';
import { kind } from './kind.js';

interface Refused {
  readonly argv: readonly string[];
  /** What standard error says. */
  readonly says: readonly RegExp[];
}

const refused: readonly Refused[] = [
  { argv: ['creat', 'cluster'], says: [/unknown command 'creat'/, /Did you mean create\?/] },
  { argv: ['create', 'cluster', '--wiat', '5m'], says: [/unknown option '--wiat'/, /Did you mean --wait\?/] },
  { argv: ['create', 'cluster', '--wait', '5'], says: [/--wait <duration>/, /'5' is invalid/, /such as 90s/] },
  { argv: ['create', 'cluster', '--config'], says: [/--config <file>' argument missing/] },
  { argv: ['create', 'cluster', '--output', 'yaml'], says: [/--output <format>/, /Allowed choices are json/] },
  { argv: ['create', 'cluster', 'dev'], says: [/too many arguments/] },
  { argv: ['create', 'cluster', '--provider', 'dokcer'], says: [/no provider named dokcer/, /docker, podman/] },
  {
    argv: ['create', 'cluster', '--config', 'no-such.yaml'],
    says: [/Cannot read the config no-such.yaml/, /--config/],
  },
  { argv: ['create', 'cluster', '--name', 'Not_A_Name'], says: [/--name/, /Not_A_Name/] },
  { argv: ['build', 'node-image', '--arch', 'mips'], says: [/--arch <arch>/, /amd64, arm64/] },
  { argv: ['build', 'node-image', '--kubernetes-version', 'v1.2.3'], says: [/v1\.2\.3/, /v1\.34\.4/] },
  { argv: ['delete', 'clusters'], says: [/No cluster is named/, /--all/] },
  {
    argv: ['get', 'nodes', '--all-cluster'],
    says: [/unknown option '--all-cluster'/, /Did you mean --all-clusters\?/],
  },
  { argv: ['version', '--verbosity', 'much'], says: [/--verbosity <level>/, /'much' is invalid/] },
];

// What is bundled is bundled once, before many ask for it.
test.before(() => kind(['version']));

for (const { argv, says } of refused)
  test.serial(`kind ${argv.join(' ')} is wrong usage, and the message says what to do`, async (t) => {
    const { exitCode, stdout, stderr } = await kind(argv);
    t.is(exitCode, 2);
    t.is(stdout, '');
    for (const pattern of says) t.regex(stderr, pattern);
  });

test.serial('a config from standard input is refused by that name, with line and column', async (t) => {
  const config = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodse: []\n';
  const { exitCode, stderr } = await kind(['create', 'cluster', '--config', '-'], config);
  t.is(exitCode, 2);
  t.regex(stderr, /<stdin>:3:1: .*nodes/);
});

test.serial('without a command, kind prints its help', async (t) => {
  const { exitCode, stdout, stderr } = await kind([]);
  t.is(exitCode, 0);
  t.regex(stdout, /Usage: kind/);
  t.is(stderr, '');
});

test.serial('without its noun, a verb prints its help and fails', async (t) => {
  const { exitCode, stdout, stderr } = await kind(['get']);
  t.is(exitCode, 2);
  t.regex(stdout, /Usage: kind get/);
  t.regex(stderr, /^ERROR: kind get needs one of: clusters, nodes, kubeconfig/);
});

test.serial('help that was asked for goes to standard output', async (t) => {
  const { exitCode, stdout } = await kind(['create', 'cluster', '--help']);
  t.is(exitCode, 0);
  t.regex(stdout, /--config <file>/);
});

test.serial('kind version tells the version, and with -q nothing else', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const [full, quiet] = await Promise.all([kind(['version']), kind(['version', '-q'])]);
  t.regex(full.stdout, /^kind v\S+ node\S+ [a-z0-9]+\/[a-z0-9]+\n$/);
  t.is(full.stdout.split(' ')[1], `v${version}`);
  t.is(quiet.stdout, `${version}\n`);
  t.is(full.stderr + quiet.stderr, '');
});

test.serial('kind --version tells the version as upstream does', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  t.like(await kind(['--version']), { exitCode: 0, stdout: `kind version ${version}\n` });
});

test.serial('help before the words is help after them', async (t) => {
  const [before, after] = await Promise.all([kind(['help', 'get', 'nodes']), kind(['get', 'nodes', '--help'])]);
  t.is(before.exitCode, 0);
  t.is(before.stdout, after.stdout);
});

test.serial('an engine that does not answer fails the command, with its address and a way on', async (t) => {
  const { exitCode, stdout, stderr } = await kind(['get', 'clusters', '--provider', 'docker']);
  t.is(exitCode, 1);
  t.is(stdout, '');
  t.regex(stderr, /^ERROR: Cannot reach docker at unix:\/\/\/nonexistent\/docker\.sock/);
  t.regex(stderr, /--provider/);
});

test.serial('when no engine answers, each is listed with its reason', async (t) => {
  const { exitCode, stderr } = await kind(['create', 'cluster', '-q']);
  t.is(exitCode, 1);
  t.regex(stderr, /^ERROR: No container engine answers:\n {2}docker: .+\n {2}podman: .+/);
});
