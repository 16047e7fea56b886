import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { badConfigs } from '../core/config/bad-configs.js';
import { inventory, newSince } from './engine.js';
import { kind } from './kind.js';
import { liveName, mapLimited, temporaryFolder } from './live.js';
import type { Result } from './program.js';

const width = 3;

interface Refusal {
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What standard error says. */
  readonly says: readonly string[];
}

const create = ['create', 'cluster'];

/** Refused before any config is read. */
const badFlags: readonly Refusal[] = [
  { title: 'an unknown flag', args: [...create, '--nope'], says: ["unknown option '--nope'"] },
  { title: 'an unknown command', args: ['make', 'cluster'], says: ["unknown command 'make'"] },
  { title: 'an unknown noun', args: ['get', 'pods'], says: ["unknown command 'pods'"] },
  { title: 'a flag without its value', args: [...create, '--name'], says: ['argument missing'] },
  { title: 'a wait without a unit', args: [...create, '--wait', '90'], says: ['--wait', 'such as 90s'] },
  { title: 'a wait that is no duration', args: [...create, '--wait', 'soon'], says: ['--wait', 'such as 90s'] },
  { title: 'an unknown output format', args: [...create, '--output', 'xml'], says: ['--output', 'json'] },
  { title: 'an unknown provider', args: [...create, '--provider', 'nope'], says: ['nope', 'docker', 'podman'] },
  {
    title: 'an unknown provider in KIND_PROVIDER',
    args: create,
    env: { KIND_PROVIDER: 'nope' },
    says: ['There is no provider named nope'],
  },
  {
    title: 'an unknown provider in KIND_EXPERIMENTAL_PROVIDER',
    args: create,
    env: { KIND_EXPERIMENTAL_PROVIDER: 'nope' },
    says: ['There is no provider named nope'],
  },
  { title: 'a config that is missing', args: [...create, '--config', '/no/such/file'], says: ['/no/such/file'] },
  { title: 'a config that is a folder', args: [...create, '--config', '/tmp'], says: ['/tmp', 'EISDIR'] },
  { title: 'a name with upper-case letters', args: [...create, '--name', 'Kind'], says: ['--name', 'Kind'] },
  { title: 'a name that is too long', args: [...create, '--name', 'k'.repeat(64)], says: ['--name', 'at most'] },
  {
    title: 'a bad name in KIND_CLUSTER_NAME',
    args: create,
    env: { KIND_CLUSTER_NAME: 'a_b' },
    says: ['KIND_CLUSTER_NAME', 'a_b'],
  },
  { title: 'an argument too many', args: [...create, 'one'], says: ['too many arguments'] },
  {
    title: 'deleting clusters without saying which',
    args: ['delete', 'clusters'],
    says: ['No cluster is named', '--all'],
  },
];

/** What is wrong with how the command refused; nothing when all is well. */
const objections = ({ exitCode, stdout, stderr }: Result, says: readonly string[]): string[] => [
  ...(exitCode === 2 ? [] : [`exit code ${exitCode}`]),
  ...(stdout === '' ? [] : [`printed to standard output: ${stdout}`]),
  ...says.filter((text) => !stderr.includes(text)).map((text) => `does not say ${text}: ${stderr}`),
];

test('every bad config and flag is refused at its line and column with exit code 2, and nothing is created', async (t) => {
  await using folder = await temporaryFolder();
  const fromConfig = async (
    { title, yaml, problems }: (typeof badConfigs)[number],
    index: number,
  ): Promise<Refusal> => {
    const file = join(folder.path, `${index}.yaml`);
    await writeFile(file, yaml);
    const args = [...create, '--config', file];
    return { title, args, says: problems.map((problem) => `${file}:${problem}`) };
  };
  const refusals = [...badFlags, ...(await Promise.all(badConfigs.map(fromConfig)))];
  t.true(refusals.length >= 40);
  const kubeconfig = join(folder.path, 'kubeconfig');
  const env = { KUBECONFIG: kubeconfig, KIND_CLUSTER_NAME: undefined };
  const before = await inventory();
  const found = await mapLimited(refusals, width, async ({ title, args, says, env: own }) => {
    const result = await kind(args, { env: { ...env, ...own } });
    return objections(result, says).map((objection) => `${title}: ${objection}`);
  });
  t.deepEqual(found.flat(), []);
  t.deepEqual(await newSince(before), []);
});

test('a config from standard input is refused at its line and column', async (t) => {
  const input = 'kind: Cluster\napiVersion: kind-ts.dev/v1\nnoodles: []\n';
  const { exitCode, stderr } = await kind(['create', '--name', liveName(), '--config', '-'], { input });
  t.is(exitCode, 2);
  t.true(stderr.includes('<stdin>:3:1: noodles:'), stderr);
});
