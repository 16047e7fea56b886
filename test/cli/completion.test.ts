import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { kind } from './kind.js';

const folder = mkdtempSync(join(tmpdir(), 'kind-ts-completion-'));

test.before(async () => {
  symlinkSync(resolve('bin/kind.js'), join(folder, 'kind'));
  await kind(['version']);
});

test.after.always(() => rmSync(folder, { recursive: true }));

/** What bash completes a line to: its own function, as `source <(kind completion bash)` defines it. */
async function completed(line: string): Promise<string[]> {
  const script = `source <(kind completion bash); COMP_LINE=$1 COMP_POINT=\${#1}; _kind_complete
    [ \${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', line], { env });
  if (stderr !== '') throw new Error(stderr);
  return stdout.split('\n').filter((word) => word !== '');
}

const completions: Readonly<Record<string, readonly string[]>> = {
  'kind cr': ['create'],
  'kind create ': ['cluster', 'help'],
  'kind load ': ['docker-image', 'image-archive', 'help'],
  'kind completion ': ['bash', 'zsh', 'fish', 'powershell', 'help'],
  'kind -q get no': ['nodes'],
  'kind --verbosity 1 get no': ['nodes'],
  'kind create cluster --ret': ['--retain'],
  'kind get nodes --verb': ['--verbosity'],
  'kind create cluster --output ': ['json'],
  'kind create cluster --output=': ['json'],
  'kind build node-image --arch a': ['amd64', 'arm64'],
  'kind get clusters --provider ': ['docker', 'podman'],
  'kind get clusters --provider=po': ['podman'],
  'kind load docker-image --nodes ': [],
  'kind create cluster --config ': [],
  'kind version ': [],
  'kind nonsense ': [],
};

for (const [line, words] of Object.entries(completions))
  test.serial(`bash completes "${line}" to ${words.join(', ') || 'no word of ours'}`, async (t) => {
    t.deepEqual(await completed(line), words);
  });

test.serial('paths are left to the shell, where paths are wanted and nowhere else', async (t) => {
  const isFiles = async (...words: string[]) => (await kind(['__complete', ...words])).stdout === ':files\n';
  t.true(await isFiles('=', 'create', 'cluster', '--config'));
  t.true(await isFiles('=--kubeconfig=/tm', 'delete', 'cluster'));
  t.true(await isFiles('=', 'load', 'image-archive', 'a.tar'));
  t.false(await isFiles('=', 'load', 'docker-image'));
  t.false(await isFiles('=', 'create', 'cluster', '--name'));
});

for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
  test.serial(`kind completion ${shell} prints a script, and nothing else`, async (t) => {
    const { exitCode, stdout, stderr } = await kind(['completion', shell]);
    t.is(exitCode, 0);
    t.is(stderr, '');
    t.true(stdout.includes('__complete'));
  });
