import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import {
  mergeKubeconfig,
  readKubeconfigCredentials,
  removeFromKubeconfig,
  renderKubeconfig,
} from '../../../../core/kubernetes/kubeconfig/index.js';
import { describeOwner } from '../../../../core/kubernetes/kubeconfig/lock-owner.js';
import { layouts } from './layouts.js';

const entry = { cluster: 'dev', server: 'https://127.0.0.1:6443', ca: 'ca', cert: 'cert', key: 'key' };
const foreign = layouts['written by hand'] ?? '';
const modulePath = new URL('../../../../core/kubernetes/kubeconfig/index.js', import.meta.url).href;

async function folderFor(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function clustersOf(path: string): Promise<string[]> {
  const { clusters } = parse(await readFile(path, 'utf8')) as { clusters: { name: string }[] };
  return clusters.map(({ name }) => name);
}

test('a first cluster makes folder and file for the owner alone, and takes the file away when it goes', async (t) => {
  const path = join(await folderFor(t), '.kube', 'config');
  t.is(await mergeKubeconfig([path], entry), path);
  t.is(await readFile(path, 'utf8'), renderKubeconfig(entry));
  t.is(await modeOf(path), 0o600);
  t.is(await modeOf(join(path, '..')), 0o700);
  t.deepEqual(await removeFromKubeconfig([path], 'dev'), [path]);
  t.deepEqual(await readdir(join(path, '..')), []);
});

test('foreign entries survive create and delete byte for byte, and so does the mode', async (t) => {
  const path = join(await folderFor(t), 'config');
  await writeFile(path, foreign);
  await chmod(path, 0o640);
  await mergeKubeconfig([path], entry);
  t.not(await readFile(path, 'utf8'), foreign);
  t.is(await modeOf(path), 0o640);
  await removeFromKubeconfig([path], 'dev');
  t.is(await readFile(path, 'utf8'), foreign);
  t.is(await modeOf(path), 0o640);
});

test('neither lock nor temporary file is left behind', async (t) => {
  const folder = await folderFor(t);
  await mergeKubeconfig([join(folder, 'config')], entry);
  t.deepEqual(await readdir(folder), ['config']);
});

test('of several files the first that exists gets the cluster, and all lose it', async (t) => {
  const folder = await folderFor(t);
  const paths = ['absent', 'first', 'second'].map((name) => join(folder, name));
  const [absent, first, second] = paths as [string, string, string];
  await writeFile(first, 'kind: Config\nusers: []\n');
  await writeFile(second, foreign);
  t.is(await mergeKubeconfig(paths, entry), first);
  t.is(await readFile(second, 'utf8'), foreign);
  await mergeKubeconfig([second], entry);
  t.deepEqual(await removeFromKubeconfig(paths, 'dev'), [first, second]);
  t.is(await readFile(first, 'utf8'), 'kind: Config\nusers: []\n');
  t.is(await readFile(second, 'utf8'), foreign);
  await t.throwsAsync(stat(absent), { code: 'ENOENT' });
});

test('a symbolic link stays one, and its target changes', async (t) => {
  const folder = await folderFor(t);
  await mkdir(join(folder, 'real'));
  const target = join(folder, 'real', 'config');
  const link = join(folder, 'link');
  await writeFile(target, foreign);
  await symlink('real/config', link);
  await mergeKubeconfig([link], entry);
  t.is(await readlink(link), 'real/config');
  t.true((await readFile(target, 'utf8')).includes('kind-dev'));
  await removeFromKubeconfig([link], 'dev');
  t.is(await readFile(target, 'utf8'), foreign);
});

test('a symbolic link that leads nowhere yet is followed, and leads to a file afterwards', async (t) => {
  const folder = await folderFor(t);
  const link = join(folder, 'link');
  await symlink('deep/down/config', link);
  await mergeKubeconfig([link], entry);
  t.is(await modeOf(join(folder, 'deep', 'down', 'config')), 0o600);
  await removeFromKubeconfig([link], 'dev');
  t.true((await lstat(link)).isSymbolicLink());
  t.is(await readFile(link, 'utf8'), '');
});

test('merging what is there already does not touch the file', async (t) => {
  const path = join(await folderFor(t), 'config');
  await mergeKubeconfig([path], entry);
  const { ino } = await stat(path);
  await mergeKubeconfig([path], entry);
  t.is((await stat(path)).ino, ino);
});

test('a broken file is refused and stays as it is, and the lock is released', async (t) => {
  const folder = await folderFor(t);
  const path = join(folder, 'config');
  await writeFile(path, 'clusters: [\n');
  const error = await t.throwsAsync(mergeKubeconfig([path], entry), { message: /line 2, column 1/ });
  t.like(error, { code: 'KUBECONFIG_INVALID' });
  t.is(await readFile(path, 'utf8'), 'clusters: [\n');
  t.deepEqual(await readdir(folder), ['config']);
});

test('a file that is not UTF-8 is refused and stays as it is', async (t) => {
  const path = join(await folderFor(t), 'config');
  const bytes = Buffer.from('# caf\xe9\nusers: []\n', 'latin1');
  await writeFile(path, bytes);
  await t.throwsAsync(mergeKubeconfig([path], entry), { message: /not UTF-8/ });
  t.deepEqual(await readFile(path), bytes);
});

test('a broken file that does not mention the cluster does not hinder its removal', async (t) => {
  const folder = await folderFor(t);
  const [broken, good] = [join(folder, 'broken'), join(folder, 'good')] as const;
  await writeFile(broken, 'clusters: [\n');
  await mergeKubeconfig([good], entry);
  t.deepEqual(await removeFromKubeconfig([broken, good], 'dev'), [good]);
});

test('a file that cannot be changed does not keep the others from being', async (t) => {
  const folder = await folderFor(t);
  const [broken, good] = [join(folder, 'broken'), join(folder, 'good')] as const;
  await writeFile(broken, '- kind-dev\n');
  await writeFile(good, foreign);
  await mergeKubeconfig([good], entry);
  await t.throwsAsync(removeFromKubeconfig([broken, good], 'dev'), { message: /top level must be a map/ });
  t.is(await readFile(good, 'utf8'), foreign);
});

test('removing from files that do not exist succeeds', async (t) => {
  const folder = await folderFor(t);
  t.deepEqual(await removeFromKubeconfig([join(folder, 'none', 'config')], 'dev'), []);
  t.deepEqual(await readdir(folder), []);
});

test("somebody else's lock is reported with its age and left alone", async (t) => {
  const folder = await folderFor(t);
  const path = join(folder, 'config');
  await writeFile(`${path}.lock`, '');
  await utimes(`${path}.lock`, Date.now() / 1000, Date.now() / 1000 - 3600);
  const error = await t.throwsAsync(mergeKubeconfig([path], entry, { timeoutMs: 30 }));
  t.like(error, { code: 'KUBECONFIG_LOCKED' });
  t.regex(error?.message ?? '', /config\.lock, made 36\d\d s ago/);
  t.deepEqual(await readdir(folder), ['config.lock']);
});

test('a lock whose maker was killed is taken away, also when there is nothing to remove', async (t) => {
  const path = join(await folderFor(t), 'config');
  // Above the highest number that Linux gives to a process.
  const killed = (await describeOwner()).replace(/\d+$/, '4194305');
  await writeFile(`${path}.lock`, killed);
  await mergeKubeconfig([path], entry);
  await writeFile(`${path}.lock`, killed);
  await removeFromKubeconfig([path], 'another');
  t.deepEqual(await readdir(join(path, '..')), ['config']);
});

test('a lock whose maker still runs is left alone', async (t) => {
  const folder = await folderFor(t);
  await writeFile(join(folder, 'config.lock'), await describeOwner());
  await removeFromKubeconfig([join(folder, 'config')], 'another');
  await t.throwsAsync(mergeKubeconfig([join(folder, 'config')], entry, { timeoutMs: 50 }), {
    code: 'KUBECONFIG_LOCKED',
  });
  t.deepEqual(await readdir(folder), ['config.lock']);
});

test('a lock that is released in time is waited for', async (t) => {
  const path = join(await folderFor(t), 'config');
  await writeFile(`${path}.lock`, '');
  const merged = mergeKubeconfig([path], entry);
  await rm(`${path}.lock`);
  await merged;
  t.deepEqual(await clustersOf(path), ['kind-dev']);
});

test('waiting for a lock ends when it is aborted', async (t) => {
  const path = join(await folderFor(t), 'config');
  await writeFile(`${path}.lock`, '');
  await t.throwsAsync(mergeKubeconfig([path], entry, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  t.true((await stat(`${path}.lock`)).isFile());
});

test('two processes that write at once lose nothing of each other', async (t) => {
  const path = join(await folderFor(t), 'config');
  await writeFile(path, foreign);
  const names = (prefix: string) => Array.from({ length: 15 }, (_, index) => `${prefix}${index}`);
  await Promise.all(['a', 'b'].map((prefix) => finished(writer(path, names(prefix)))));
  const expected = [...names('a'), ...names('b')].map((name) => `kind-${name}`);
  t.deepEqual((await clustersOf(path)).sort(), ['prod', 'stage', ...expected].sort());
  for (const name of [...names('a'), ...names('b')]) await removeFromKubeconfig([path], name);
  t.is(await readFile(path, 'utf8'), foreign);
});

function writer(path: string, clusters: readonly string[]): ChildProcess {
  const script = `
    const { mergeKubeconfig } = await import(${JSON.stringify(modulePath)});
    for (const cluster of ${JSON.stringify(clusters)})
      await mergeKubeconfig([${JSON.stringify(path)}], { ...${JSON.stringify(entry)}, cluster });`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the writer exited with ${code}`);
}

test('the credentials of a kubeconfig are read back as they were rendered', (t) => {
  const { cluster: _cluster, ...credentials } = entry;
  t.deepEqual(readKubeconfigCredentials(renderKubeconfig(entry)), credentials);
});

test('credentials that are missing are named', (t) => {
  const text = renderKubeconfig(entry).replace(/^ *client-key-data:.*\n/m, '');
  const error = t.throws(() => readKubeconfigCredentials(text), { message: /admin\.conf .* has no client-key-data/ });
  t.like(error, { code: 'KUBECONFIG_INVALID' });
});

test('a kubeconfig is rendered in the layout and with the names of upstream', (t) => {
  t.is(
    renderKubeconfig(entry),
    `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Y2E=
    server: https://127.0.0.1:6443
  name: kind-dev
contexts:
- context:
    cluster: kind-dev
    user: kind-dev
  name: kind-dev
current-context: kind-dev
kind: Config
users:
- name: kind-dev
  user:
    client-certificate-data: Y2VydA==
    client-key-data: a2V5
`,
  );
});
