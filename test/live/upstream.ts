import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { tinyImageArchive } from '../tiny-image.js';
import { containers, inNode } from './engine.js';
import { kind, kindOk } from './kind.js';
import { liveName } from './live.js';
import { claim, list, pod } from './manifests.js';
import { output, run } from './program.js';
import type { Suite } from './suites.js';

const image = 'localhost/kind-ts/node:v1.34.4';

/** Upstream's kind; its script builds it where nobody has said where it is. */
export const findUpstream = async (): Promise<string> =>
  process.env.KIND_UPSTREAM ?? (await output(['bash', 'scripts/engines/upstream-kind.sh'])).trim();

const lines = (text: string): string[] => text.trimEnd().split('\n');

/** Lines that scripts may look for; which engine upstream's kind uses, and why, is not among them. */
const missingIn = (text: string, expected: string): string[] =>
  lines(expected).filter((line) => !/^(using|enabling experimental) /.test(line) && !lines(text).includes(line));

export const testUpstream: Suite = (declare, live) => {
  const theirs = liveName();
  const kubeconfig = () => join(live().folder, 'upstream');
  const env = () => ({ KUBECONFIG: kubeconfig() });
  const upstream = async (...args: string[]) => output([await findUpstream(), ...args], { env: env() });

  declare('upstream’s kind lists our clusters and their nodes', async (t) => {
    const { single, multi, workers } = live();
    const clusters = lines(await upstream('get', 'clusters'));
    t.true(clusters.includes(single.name) && clusters.includes(multi.name));
    const nodes = lines(await upstream('get', 'nodes', '--name', multi.name));
    t.deepEqual(nodes.sort(), [multi.controlPlane, ...workers]);
  });

  declare('about a cluster that is not there, we exit and print as upstream’s kind does', async (t) => {
    const name = liveName();
    const verbs = ['get nodes', 'get kubeconfig', 'delete cluster', 'export kubeconfig', 'export logs'];
    const commandLines = [...verbs.map((verb) => `${verb} --name ${name}`), `delete clusters ${name}`];
    for (const line of commandLines) {
      const [expected, ours] = await Promise.all([
        run([await findUpstream(), ...line.split(' ')], { env: env() }),
        kind(line.split(' '), { env: env() }),
      ]);
      t.is(ours.exitCode, expected.exitCode, line);
      t.is(ours.stdout, expected.stdout, line);
      if (expected.exitCode === 0) t.deepEqual(missingIn(ours.stderr, expected.stderr), [], line);
    }
  });

  declare('upstream’s kind reads the kubeconfig of our clusters', async (t) => {
    const { single } = live();
    await upstream('export', 'kubeconfig', '--name', single.name);
    t.is(await single.kubectl(['--kubeconfig', kubeconfig(), 'get', '--raw', '/readyz']), 'ok');
  });

  declare('upstream’s kind creates a cluster from our node image, with DNS and storage that work', async (t) => {
    await upstream('create', 'cluster', '--name', theirs, '--image', image, '--wait', '5m');
    const kubectl = (args: readonly string[], input = '') => {
      const context = ['--kubeconfig', kubeconfig(), '--context', `kind-${theirs}`];
      return live().single.kubectl([...context, ...args], { input });
    };
    await kubectl(['wait', 'deployment', '--all', '-A', '--for=condition=Available', '--timeout=5m']);
    const script = 'nslookup kubernetes.default.svc.cluster.local. >/data/answer && cat /data/answer';
    const manifest = list(claim('files'), pod('asking', script, { claim: 'files' }));
    await kubectl(['apply', '--filename', '-'], JSON.stringify(manifest));
    await kubectl(['wait', 'pod/asking', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=2m']);
    t.regex(await kubectl(['logs', 'asking']), /Address: 10\.96\.0\.1\n/);
    t.is(await kubectl(['get', 'pvc', 'files', '--output', 'jsonpath={.status.phase}']), 'Bound');
  });

  declare('we list the cluster that upstream’s kind created, and get its kubeconfig', async (t) => {
    t.true(lines((await kindOk(['get', 'clusters'])).stdout).includes(theirs));
    t.is((await kindOk(['get', 'nodes', '--name', theirs])).stdout, `${theirs}-control-plane\n`);
    const file = join(live().folder, 'exported-upstream');
    await kindOk(['export', 'kubeconfig', '--name', theirs, '--kubeconfig', file]);
    const context = ['--kubeconfig', file, '--context', `kind-${theirs}`];
    t.is(await live().single.kubectl([...context, 'get', '--raw', '/readyz']), 'ok');
  });

  declare('we load an image into the cluster that upstream’s kind created, once', async (t) => {
    const archive = join(live().folder, 'theirs.tar');
    await writeFile(archive, await buffer(await tinyImageArchive('kt-theirs/app:1')));
    const load = async () => (await kindOk(['load', 'image-archive', archive, '--name', theirs])).stderr;
    t.regex(await load(), /loaded into /);
    t.regex(await load(), /found to be already present on all nodes/);
    t.regex(await inNode(`${theirs}-control-plane`, ['crictl', 'images']), /docker\.io\/kt-theirs\/app +1 /);
  });

  declare('we refuse the name of a cluster that upstream’s kind created', async (t) => {
    const { exitCode, stderr } = await kind(['create', '--name', theirs, '--image', 'localhost/none:1'], {
      env: env(),
    });
    t.is(exitCode, 1);
    t.true(stderr.includes(`A cluster named ${theirs} already exists`), stderr);
  });

  declare('we delete the cluster that upstream’s kind created, and its kubeconfig entries', async (t) => {
    const { stderr } = await kindOk(['delete', 'cluster', '--name', theirs], { env: env() });
    t.true(stderr.includes(`Deleted nodes: ["${theirs}-control-plane"]`), stderr);
    t.deepEqual(await containers(theirs), []);
    const contexts = await live().single.kubectl([
      '--kubeconfig',
      kubeconfig(),
      'config',
      'get-contexts',
      '--output=name',
    ]);
    t.false(lines(contexts).includes(`kind-${theirs}`));
  });

  declare('upstream’s kind deletes our cluster', async (t) => {
    const { name } = live().single;
    await upstream('delete', 'cluster', '--name', name);
    t.deepEqual(await containers(name), []);
    t.false(lines((await kindOk(['get', 'clusters'])).stdout).includes(name));
  });
};
