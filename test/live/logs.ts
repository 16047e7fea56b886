import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { testEngine } from '../engines.js';
import { engine } from './engine.js';
import { kind, kindOk } from './kind.js';
import { liveName } from './live.js';
import type { Suite } from './suites.js';

const isFilled = async (path: string): Promise<boolean> => (await stat(path)).size > 0;

/** Of a container of a pod in kube-system, as `kind export logs` leaves it. */
async function findPodLog(folder: string, pod: string): Promise<string> {
  const files = await readdir(join(folder, 'pods'), { recursive: true });
  return join(folder, 'pods', files.find((file) => file.includes(pod) && file.endsWith('.log')) ?? 'none');
}

/** Leaves the last worker of `multi` stopped. */
export const testLogs: Suite = (declare, live) => {
  declare('export logs writes what upstream writes, where upstream does, and prints the folder', async (t) => {
    const { folder, single } = live();
    const logs = join(folder, 'logs');
    const { stdout } = await kindOk(['export', 'logs', logs, '--name', single.name]);
    t.is(stdout, `${logs}\n`);
    t.deepEqual(
      (await readdir(logs)).sort(),
      [`${testEngine}-info.txt`, 'kind-version.txt', single.controlPlane].sort(),
    );
    t.regex(await readFile(join(logs, 'kind-version.txt'), 'utf8'), /^kind v\d/);
    const node = join(logs, single.controlPlane);
    for (const file of ['journal.log', 'kubelet.log', 'containerd.log', 'images.log', 'serial.log', 'inspect.json'])
      t.true(await isFilled(join(node, file)), file);
    t.regex(await readFile(join(node, 'kubernetes-version.txt'), 'utf8'), /^v\d+\.\d+\.\d+\n?$/);
    t.regex(await readFile(join(node, 'kubelet.log'), 'utf8'), /kubelet/);
    t.true(await isFilled(await findPodLog(node, 'kube-apiserver')));
    const containers = await readdir(join(node, 'containers'));
    t.true(containers.some((name) => name.startsWith('kube-apiserver') && name.endsWith('.log')));
    const [inspected] = JSON.parse(await readFile(join(node, 'inspect.json'), 'utf8')) as { Name: string }[];
    t.is(inspected?.Name.replace(/^\//, ''), single.controlPlane);
  });

  declare('export logs of a cluster with a stopped node has what there is, and tells what is missing', async (t) => {
    const { folder, multi, workers } = live();
    const stopped = workers[1];
    const logs = join(folder, 'logs-of-half');
    await engine(['stop', stopped]);
    const { stdout, stderr } = await kindOk(['export', 'logs', logs, '--name', multi.name]);
    t.is(stdout, `${logs}\n`);
    t.regex(stderr, new RegExp(`WARNING: ${stopped}/journal.log .*the node is stopped`));
    t.regex(
      await readFile(join(logs, 'errors.txt'), 'utf8'),
      new RegExp(`^${stopped}/kubelet.log: the node is stopped$`, 'm'),
    );
    t.false((await readFile(join(logs, 'errors.txt'), 'utf8')).includes(`${workers[0]}/`));
    t.true(await isFilled(join(logs, workers[0], 'kubelet.log')));
    for (const file of ['serial.log', 'inspect.json']) t.true(await isFilled(join(logs, stopped, file)), file);
    t.true(await isFilled(await findPodLog(join(logs, stopped), 'kube-proxy')));
  });

  declare('export logs of a cluster that is not there is refused, and makes no folder', async (t) => {
    const { folder } = live();
    const name = liveName();
    const { exitCode, stdout, stderr } = await kind(['export', 'logs', join(folder, 'none'), '--name', name]);
    t.is(exitCode, 1);
    t.is(stdout, '');
    t.true(stderr.includes(`There is no cluster named ${name}`), stderr);
    await t.throwsAsync(stat(join(folder, 'none')), { code: 'ENOENT' });
  });
};
