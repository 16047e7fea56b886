import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { loadBalancerLabel } from '../../../arch/images/index.js';
import { type NodeImageSources, prepareImagesFrom } from '../../../core/cluster/prepare-images.js';
import { loadConfig } from '../../../core/config/index.js';
import { type FakeEngine, fakeProvider } from '../../fakes/provider.js';

const folder = mkdtempSync(join(tmpdir(), 'kind-images-'));
const archive = join(folder, 'built.tar');
writeFileSync(archive, 'built:1');
test.after.always(() => rmSync(folder, { recursive: true }));

const sources: NodeImageSources = {
  version: 'v1.34.4',
  builtReference: 'built:1',
  publishedReference: 'published@sha256:abc',
  findCached: async () => undefined,
};
const cached = { findCached: async () => ({ archive, reference: 'built:1' }) };
const nodes = `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: c\n`;

async function prepare(engine: FakeEngine, changes: Partial<NodeImageSources> = {}, config = nodes) {
  const provider = fakeProvider(engine);
  const progress: number[] = [];
  const spec = loadConfig({ file: 'config', text: config }, {}, '/');
  const prepareImages = prepareImagesFrom({ ...sources, ...changes });
  const prepared = prepareImages(spec, provider, (done) => progress.push(done), new AbortController().signal);
  const references = prepared.then((all) =>
    Object.fromEntries([...all].map(([node, { reference }]) => [node, reference])),
  );
  return { references, prepared, log: provider.log, progress };
}

test('the built image in the engine is used before anything else', async (t) => {
  const { references, log } = await prepare({ images: ['built:1'], pullable: ['published@sha256:abc'] }, cached);
  t.deepEqual(await references, { 'c-control-plane': 'built:1' });
  t.deepEqual(log, []);
});

test('the built image in the cache is loaded into the engine', async (t) => {
  const { references, log } = await prepare({ pullable: ['published@sha256:abc'] }, cached);
  t.deepEqual(await references, { 'c-control-plane': 'built:1' });
  t.deepEqual(log, []);
});

test('the published image is pulled, with its progress', async (t) => {
  const { references, progress } = await prepare({ pullable: ['published@sha256:abc'] });
  t.deepEqual(await references, { 'c-control-plane': 'published@sha256:abc' });
  t.deepEqual(progress, [1]);
});

test('an image that nobody has is an error that names every way that was tried', async (t) => {
  const { references } = await prepare({});
  const error = await t.throwsAsync(references, { code: 'NODE_IMAGE_MISSING' });
  t.regex(error.message, /fake has no image built:1/);
  t.regex(error.message, /the cache has no built image for v1\.34\.4 on amd64/);
  t.regex(error.message, /no registry has published@sha256:abc/);
});

test('where none is published, the error says so', async (t) => {
  const { references, log } = await prepare({}, { publishedReference: undefined });
  t.regex((await t.throwsAsync(references)).message, /none is published/);
  t.deepEqual(log, []);
});

test('images that the config names are used, each pulled once, and no default is looked for', async (t) => {
  const config = `${nodes}nodes: [{image: own:1}, {role: worker, image: own:2}, {role: worker, image: own:2}]`;
  const { references, log } = await prepare({ images: ['own:1'], pullable: ['own:2'] }, {}, config);
  t.deepEqual(await references, { 'c-control-plane': 'own:1', 'c-worker': 'own:2', 'c-worker2': 'own:2' });
  t.deepEqual(log, ['pull own:2']);
});

test('nodes that name no image get the default one, and each its architecture', async (t) => {
  const config = `${nodes}nodes: [{}, {role: worker, image: own:1}]`;
  const { prepared } = await prepare({ images: ['built:1', 'own:1'] }, {}, config);
  t.deepEqual(Object.fromEntries(await prepared), {
    'c-control-plane': { reference: 'built:1', arch: 'amd64' },
    'c-worker': { reference: 'own:1', arch: 'amd64' },
  });
});

const two = `${nodes}nodes: [{}, {}]`;
const program = '/load-balancer';
const labels = { 'built:1': { [loadBalancerLabel]: program } };

test('several control planes have a load balancer of their own image, when it can be one', async (t) => {
  const { prepared } = await prepare({ images: ['built:1'], labels }, {}, two);
  t.deepEqual((await prepared).get('c-external-load-balancer'), {
    reference: 'built:1',
    arch: 'amd64',
    loadBalancer: program,
  });
});

test('control planes whose image is no load balancer get a built one beside them', async (t) => {
  const own = `${nodes}nodes: [{image: own:1}, {image: own:1}]`;
  for (const [images, changes] of [
    [['own:1', 'built:1'], {}],
    [['own:1'], cached],
  ] as const) {
    const { references } = await prepare({ images, labels }, changes, own);
    t.deepEqual(await references, {
      'c-control-plane': 'own:1',
      'c-control-plane2': 'own:1',
      'c-external-load-balancer': 'built:1',
    });
  }
});

test('several control planes without an image that can be their load balancer are refused', async (t) => {
  const { references } = await prepare({ images: ['built:1'] }, {}, two);
  const error = await t.throwsAsync(references, { code: 'LOAD_BALANCER_IMAGE_MISSING' });
  t.regex(error.message, /image built:1 has none/);
  t.regex(error.message, /the cache has no such image for v1\.34\.4/);
});
