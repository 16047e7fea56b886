import { Readable } from 'node:stream';
import test from 'ava';
import type { ImageSource, KindEvent, Progress, SourceImage } from '../../../core/contracts/index.js';
import { KindError } from '../../../core/errors/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { deltaLoader as createLoader } from '../../../plugins/images/delta-loader.js';
import { fakeContainerd } from '../../fakes/containerd-node.js';

const app: SourceImage = {
  title: 'app:1',
  references: ['docker.io/library/app:1'],
  nameInStream: 'docker.io/library/app:1',
  digests: ['sha256:c0ffee'],
  platform: { os: 'linux', architecture: 'amd64' },
};
const web: SourceImage = {
  ...app,
  title: 'web:2',
  references: ['docker.io/library/web:2'],
  nameInStream: 'localhost/web:2',
  digests: ['sha256:beef'],
};

const deltaLoader = createLoader(createEventBus());

/** A source, and which images were read from it, in order. */
function sourceOf(...images: SourceImage[]): ImageSource & { readonly read: string[] } {
  const read: string[] = [];
  return {
    name: 'engine',
    read,
    images: async () => images,
    open: async (wanted) => {
      read.push(wanted.map(({ title }) => title).join(' '));
      const name = (image: SourceImage) => image.nameInStream ?? 'localhost/kind-ts-import@sha256:abc';
      return Readable.from([
        Buffer.from(JSON.stringify(Object.fromEntries(wanted.map((image) => [name(image), image.digests[0]])))),
      ]);
    },
  };
}

test('the source is read once for all nodes that lack the same, and then not again', async (t) => {
  const nodes = [fakeContainerd('a'), fakeContainerd('b')];
  const source = sourceOf(app, web);
  const first = await deltaLoader.load(
    source,
    nodes.map(({ node }) => node),
  );
  t.deepEqual(source.read, ['app:1 web:2']);
  t.deepEqual(
    first.map(({ image, sent }) => [image.title, sent]),
    [
      ['app:1', ['a', 'b']],
      ['web:2', ['a', 'b']],
    ],
  );
  for (const { targets } of nodes) t.is(targets.get('docker.io/library/web:2'), 'sha256:beef');

  const progress: Progress[] = [];
  const again = await deltaLoader.load(
    source,
    nodes.map(({ node }) => node),
    { onProgress: (step) => progress.push(step) },
  );
  t.is(source.read.length, 1);
  t.deepEqual(progress, []);
  t.deepEqual(again[0]?.present, ['a', 'b']);
});

test('content is known by the config that its manifest names, where containerd has no name for the config', async (t) => {
  const { node, targets, configs, log } = fakeContainerd('has');
  targets.set('docker.io/library/other:1', 'sha256:f00d');
  configs.set('sha256:f00d', 'sha256:c0ffee');
  const source = sourceOf(app);
  t.deepEqual((await deltaLoader.load(source, [node]))[0]?.tagged, ['has']);
  t.deepEqual(log, ['tag --force docker.io/library/other:1 docker.io/library/app:1']);
  t.deepEqual((await deltaLoader.load(source, [node]))[0]?.present, ['has']);
  t.deepEqual(source.read, []);
});

test('only what a node lacks is sent to it', async (t) => {
  const has = fakeContainerd('has');
  const lacks = fakeContainerd('lacks');
  has.targets.set('docker.io/library/app:1', 'sha256:c0ffee');
  const source = sourceOf(app, web);
  const [placed] = await deltaLoader.load(source, [has.node, lacks.node]);
  t.deepEqual(source.read, ['web:2', 'app:1 web:2']);
  t.like(placed, { sent: ['lacks'], present: ['has'], tagged: [] });
});

test('a tag that points to something else is no reason to leave the image out', async (t) => {
  const { node, targets } = fakeContainerd('a');
  targets.set('docker.io/library/app:1', 'sha256:old');
  const source = sourceOf(app);
  await deltaLoader.load(source, [node]);
  t.deepEqual(source.read, ['app:1']);
  t.is(targets.get('docker.io/library/app:1'), 'sha256:c0ffee');
});

test('content that has another name, or is known by its config, is only tagged', async (t) => {
  for (const [name, digest] of [
    ['docker.io/library/other:1', 'sha256:c0ffee'],
    ['sha256:c0ffee', 'sha256:itsmanifest'],
  ] as const) {
    const { node, targets } = fakeContainerd('a');
    targets.set('docker.io/library/app:1', 'sha256:old');
    targets.set(name, digest);
    const source = sourceOf(app);
    const [placed] = await deltaLoader.load(source, [node]);
    t.like(placed, { tagged: ['a'], sent: [], present: [] });
    t.deepEqual(source.read, []);
    t.is(targets.get('docker.io/library/app:1'), digest);
  }
});

test('an image without a name in the stream gets its references, and leaves no other name', async (t) => {
  const { node, targets } = fakeContainerd('a');
  const reference = 'docker.io/library/app@sha256:c0ffee';
  await deltaLoader.load(sourceOf({ ...app, nameInStream: undefined, references: [reference] }), [node]);
  t.deepEqual([...targets], [[reference, 'sha256:c0ffee']]);
});

test('a node imports the platform of the image with the snapshotter of its pods', async (t) => {
  const { node, log } = fakeContainerd('a', { machine: 'aarch64', snapshotter: 'native' });
  const seen: string[] = [];
  const source = sourceOf({ ...app, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } });
  const images = (arch: string) => {
    seen.push(arch);
    return source.images(arch);
  };
  await deltaLoader.load({ ...source, images }, [node]);
  t.deepEqual(seen, ['arm64']);
  t.is(log[0], 'import --platform linux/arm64/v8 --snapshotter native -');
});

test('the snapshotter is found in the configuration of containerd 2 too', async (t) => {
  const table = 'plugins."io.containerd.cri.v1.images"';
  const { node, log } = fakeContainerd('a', { table, snapshotter: 'fuse-overlayfs' });
  await deltaLoader.load(sourceOf(app), [node]);
  t.is(log[0], 'import --platform linux/amd64 --snapshotter fuse-overlayfs -');
});

test('an image for another platform only is loaded with one warning', async (t) => {
  const events = createEventBus();
  const told: KindEvent[] = [];
  events.subscribe((event) => told.push(event));
  const nodes = [fakeContainerd('a'), fakeContainerd('b')];
  const source = sourceOf({ ...app, platform: { os: 'linux', architecture: 'arm64' } });
  await createLoader(events).load(
    source,
    nodes.map(({ node }) => node),
  );
  t.is(nodes[1]?.targets.get('docker.io/library/app:1'), 'sha256:c0ffee');
  t.is(told.length, 1);
  t.like(told[0], { type: 'warning', message: 'The image app:1 is for linux/arm64, the nodes are linux/amd64.' });
});

test('a node that fails is named with the reason, and the others get the image all the same', async (t) => {
  const full = fakeContainerd('full', { refusal: 'ctr: write /var/lib/containerd: no space left on device' });
  const fine = fakeContainerd('fine');
  const load = deltaLoader.load(sourceOf(app), [full.node, fine.node]);
  const error = await t.throwsAsync(load, { instanceOf: KindError });
  t.is(error?.code, 'IMAGE_LOAD_FAILED');
  t.regex(error?.message ?? '', /app:1 into node full: .*no space left on device$/s);
  t.regex(error?.hint ?? '', /room/);
  t.is(fine.targets.get('docker.io/library/app:1'), 'sha256:c0ffee');
});

test('a stream in which a node finds something else fails the load', async (t) => {
  const { node } = fakeContainerd('a');
  const open = async () => Readable.from([Buffer.from('{"docker.io/library/other:1":"sha256:other"}')]);
  const load = deltaLoader.load({ ...sourceOf(app), open }, [node]);
  await t.throwsAsync(load, { message: /node a: its containerd found no docker.io\/library\/app:1 in what was sent$/ });
});

test('a source that breaks off fails the load with its reason', async (t) => {
  const { node } = fakeContainerd('a');
  const open = async () => {
    const stream = new Readable({ read: () => {} });
    setImmediate(() => stream.destroy(new Error('the engine is gone')));
    return stream;
  };
  const load = deltaLoader.load({ ...sourceOf(app), open }, [node]);
  await t.throwsAsync(load, { message: /the engine is gone/ });
});
