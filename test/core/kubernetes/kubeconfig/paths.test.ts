import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { kubeconfigPaths, pathToWrite } from '../../../../core/kubernetes/kubeconfig/index.js';

const here = { home: '/home/me', platform: 'linux', env: {} };
const windows = { home: 'C:\\Users\\me', platform: 'win32', env: {} };

test('the flag wins over everything', (t) => {
  t.deepEqual(kubeconfigPaths({ ...here, explicit: 'a:b', env: { KUBECONFIG: '/c' } }), ['a:b']);
});

test('an empty flag is none', (t) => {
  t.deepEqual(kubeconfigPaths({ ...here, explicit: '', env: { KUBECONFIG: '/c' } }), ['/c']);
});

test('KUBECONFIG is a list without empty and repeated entries', (t) => {
  t.deepEqual(kubeconfigPaths({ ...here, env: { KUBECONFIG: ':/a::/b:/a:' } }), ['/a', '/b']);
});

test('a KUBECONFIG that names nothing is none', (t) => {
  t.deepEqual(kubeconfigPaths({ ...here, env: { KUBECONFIG: '::' } }), ['/home/me/.kube/config']);
});

test('without flag and variable it is the one in the home folder', (t) => {
  t.deepEqual(kubeconfigPaths(here), ['/home/me/.kube/config']);
});

test('on Windows entries are parted by semicolons', (t) => {
  t.deepEqual(kubeconfigPaths({ ...windows, env: { KUBECONFIG: 'C:\\a;;D:\\b' } }), ['C:\\a', 'D:\\b']);
});

test('on Windows the home folder may be named by three variables', (t) => {
  const path = (env: Record<string, string>) => kubeconfigPaths({ ...windows, env })[0];
  t.is(path({}), 'C:\\Users\\me\\.kube\\config');
  t.is(path({ HOMEDRIVE: 'H:', HOMEPATH: '\\me' }), 'H:\\me\\.kube\\config');
  t.is(path({ HOMEDRIVE: 'H:', HOMEPATH: '\\me', USERPROFILE: 'U:\\me' }), 'U:\\me\\.kube\\config');
  t.is(path({ HOME: 'X:\\me', USERPROFILE: 'U:\\me' }), 'X:\\me\\.kube\\config');
});

test('the file to write is the first that exists, and the last when none does', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [a, b, c] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string];
  t.is(pathToWrite([a, b, c]), c);
  await writeFile(b, '');
  t.is(pathToWrite([a, b, c]), b);
  await mkdir(a);
  t.is(pathToWrite([a, b, c]), b);
});
