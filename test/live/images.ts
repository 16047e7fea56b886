import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { KindEvent } from '../../core/contracts/index.js';
import { ociArchive } from '../oci-archive.js';
import { tinyImageArchive } from '../tiny-image.js';
import { engine } from './engine.js';
import { eventsOf, kind, kindOk } from './kind.js';
import { liveName } from './live.js';
import { list } from './manifests.js';
import { output } from './program.js';
import type { Suite } from './suites.js';

type Loaded = Extract<KindEvent, { type: 'image-loaded' }>;

export const testImages: Suite = (declare, live) => {
  const app = `${liveName()}/app`;
  const tags = ['1', '2', 'other', 'several'];
  const nodes = () => [live().multi.controlPlane, ...live().workers];

  const fileOf = async (name: string, content: Buffer) => {
    const file = join(live().folder, name);
    await writeFile(file, content);
    return file;
  };

  /** Makes an image that has `$VERSION`, under a tag of the engine. */
  const build = async (tag: string, version: string) => {
    const archive = await buffer(await tinyImageArchive(`docker.io/${app}:${tag}`, { version }));
    await engine(['load', '--input', await fileOf('app.tar', archive)]);
  };

  /** Loads into the cluster of three nodes; what the events tell. */
  const load = async (...args: string[]) => {
    const events = eventsOf(await kindOk(['load', ...args, '--name', live().multi.name, '--output', 'json']));
    const loaded = events.filter((event): event is Loaded => event.type === 'image-loaded');
    const bytes = events.flatMap((event) => (event.type === 'progress' ? [event.done] : []));
    return { loaded, bytes: Math.max(0, ...bytes) };
  };

  /** Runs a pod of the image on each node, without a pull; the versions that they print. */
  const versionsIn = async (image: string, on: readonly string[] = nodes()) => {
    const { apply, kubectl } = live().multi;
    const name = (i: number) => `image-${i}`;
    await apply(list(...on.map((node, i) => versionPod(name(i), image, node))));
    const versions: string[] = [];
    for (const i of on.keys()) {
      await kubectl(['wait', `pod/${name(i)}`, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=2m']);
      versions.push((await kubectl(['logs', name(i)])).trim());
    }
    await kubectl(['delete', 'pod', ...on.map((_node, i) => name(i))]);
    return versions;
  };

  declare('an image of the engine is loaded into every node, and pods start from it without a pull', async (t) => {
    await build('1', 'first');
    const { loaded, bytes } = await load('docker-image', `${app}:1`);
    t.like(loaded, [{ image: `${app}:1`, tagged: [], present: [] }]);
    t.deepEqual([...(loaded[0]?.sent ?? [])].sort(), nodes().sort());
    t.true(bytes > 1_000_000);
    t.deepEqual(await versionsIn(`${app}:1`), ['first', 'first', 'first']);
  });

  declare('a second load sends nothing, and says what upstream’s kind says', async (t) => {
    const { loaded, bytes } = await load('docker-image', `${app}:1`);
    t.is(loaded[0]?.present.length, 3);
    t.is(bytes, 0);
    const { stderr } = await kindOk(['load', 'docker-image', `${app}:1`, '--name', live().multi.name]);
    t.regex(stderr, /Image: "[^"]+" with ID "sha256:\w+" found to be already present on all nodes\./);
  });

  declare('a tag that means another image now is loaded again', async (t) => {
    await build('1', 'second');
    t.is((await load('docker-image', `${app}:1`)).loaded[0]?.sent.length, 3);
    t.deepEqual(await versionsIn(`${app}:1`), ['second', 'second', 'second']);
  });

  declare('content that the nodes have under another name is not sent again', async (t) => {
    await engine(['tag', `docker.io/${app}:1`, `docker.io/${app}:other`]);
    const { loaded, bytes } = await load('docker-image', `${app}:other`);
    t.is(loaded[0]?.tagged.length, 3);
    t.is(bytes, 0);
    t.deepEqual(await versionsIn(`${app}:other`, live().workers), ['second', 'second']);
  });

  declare('--nodes says which nodes get an image, and the others get it later', async (t) => {
    const [worker, other] = live().workers;
    await build('2', 'third');
    t.like((await load('docker-image', `${app}:2`, '--nodes', worker)).loaded[0], { sent: [worker], present: [] });
    const both = ['--nodes', `${worker},${other}`];
    t.like((await load('docker-image', `${app}:2`, ...both)).loaded[0], { sent: [other], present: [worker] });
  });

  declare('an image for several platforms is loaded although not all of them were pulled', async (t) => {
    const reference = `docker.io/${app}:several`;
    const architectures = process.arch === 'arm64' ? ['arm64', 'amd64'] : ['amd64', 'arm64'];
    const { archive } = await ociArchive({
      reference,
      version: 'fourth',
      architectures,
      without: architectures.slice(1),
    });
    const file = await fileOf('several.tar', archive);
    await engine(['load', '--input', file]);
    t.is((await load('docker-image', `${app}:several`)).loaded[0]?.sent.length, 3);
    t.deepEqual(await versionsIn(`${app}:several`), ['fourth', 'fourth', 'fourth']);
    t.is((await load('image-archive', file)).bytes, 0);
  });

  declare('archives of both formats are loaded, from files and from standard input', async (t) => {
    const docker = await buffer(await tinyImageArchive(`${app}:docker`, { version: 'fifth' }));
    const oci = await ociArchive({ reference: `${app}:oci`, version: 'sixth', architectures: ['amd64', 'arm64'] });
    const files = [await fileOf('docker.tar', docker), await fileOf('oci.tar', oci.archive)];
    const { loaded } = await load('image-archive', ...files);
    t.deepEqual(
      loaded.map(({ image }) => image),
      [`docker.io/${app}:docker`, `docker.io/${app}:oci`],
    );
    const [worker] = live().workers;
    t.deepEqual(await versionsIn(`${app}:docker`, [worker]), ['fifth']);
    t.deepEqual(await versionsIn(`${app}:oci`, [worker]), ['sixth']);
    const command = `exec "$0" bin/kind.js load image-archive - --name "$1" <"$2"`;
    const again = ['sh', '-c', command, process.execPath, live().multi.name, files[0] ?? ''];
    t.is(await output(again), '');
  });

  declare('what cannot be loaded is refused, with the name and a way on', async (t) => {
    const { name } = live().multi;
    const text = await fileOf('text.tar', Buffer.from('no image at all'.repeat(100)));
    for (const [args, pattern] of [
      [['docker-image', `${app}:nope`], /image: "[^"]+:nope" not present locally/],
      [['docker-image', `${app}:1`, '--nodes', 'nope'], /unknown node: "nope"\nThe nodes are: /],
      [['image-archive', text], /text\.tar is no image archive/],
    ] as const) {
      const { exitCode, stderr } = await kind(['load', ...args, '--name', name]);
      t.is(exitCode, 1);
      t.regex(stderr, pattern);
    }
  });

  declare('a shell completes the names of clusters, nodes and images', async (t) => {
    const { multi, single } = live();
    const candidates = async (current: string, ...words: string[]) =>
      (await kindOk(['__complete', `=${current}`, ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);
    const clusters = await candidates('', 'delete', 'cluster', '--name');
    t.true(clusters.includes(multi.name) && clusters.includes(single.name));
    const [worker, other] = live().workers;
    const loading = ['load', 'docker-image', '--name', multi.name];
    t.true((await candidates(`${worker},`, ...loading, '--nodes')).includes(`${worker},${other}`));
    t.true((await candidates('', ...loading)).some((image) => image?.endsWith(`${app}:1`)));
  });

  declare('the engine still has what was loaded from it', async (t) => {
    const names = tags.map((tag) => `docker.io/${app}:${tag}`);
    await t.notThrowsAsync(engine(['rmi', '--force', ...names]));
  });
};

const versionPod = (name: string, image: string, nodeName: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    nodeName,
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image, imagePullPolicy: 'Never', command: ['/bin/sh', '-c', 'echo "$VERSION"'] }],
  },
});
