import test from 'ava';
import type { EngineImage } from '../../../core/contracts/index.js';
import { KindError } from '../../../core/errors/index.js';
import { engineSource } from '../../../core/images/engine-source.js';
import { findImages } from '../../../core/images/find-images.js';
import { fakeProvider } from '../../fakes/provider.js';

const engineWith = (...images: string[]) => fakeProvider({ images });
const closed = async () => {
  throw new Error('podman does not answer');
};

test('other engines are asked only for what the first one does not have', async (t) => {
  const [first, second] = [engineWith('app:1'), engineWith('app:1', 'web:2')];
  const found = await findImages(['app:1', 'web:2', 'app:1'], [async () => first, async () => second]);
  t.deepEqual(
    found.map(({ provider, found: images }) => [provider === first, images.map(({ title }) => title)]),
    [
      [true, ['app:1']],
      [false, ['web:2']],
    ],
  );
  await t.notThrowsAsync(findImages(['app:1'], [async () => first, closed]));
});

test('an image that is nowhere is named with what every engine said', async (t) => {
  const load = findImages(['app:1', 'nope:1'], [async () => engineWith('app:1'), closed]);
  const error = await t.throwsAsync(load, { instanceOf: KindError });
  t.is(error?.code, 'IMAGE_NOT_FOUND');
  t.is(error?.message, 'image: "nope:1" not present locally\n  fake does not have it\n  podman does not answer');
  t.regex(error?.hint ?? '', /docker pull nope:1/);
});

const variants: EngineImage['variants'] = [
  { platform: { os: 'linux', architecture: 'amd64' }, digests: ['sha256:a'] },
  { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' }, digests: ['sha256:b'] },
];
const id = `sha256:${'ab'.repeat(32)}`;

test('pods find an image by the name that the user said, whatever the engine calls it', async (t) => {
  const image = (...tags: string[]): EngineImage => ({ id, tags, variants });
  const digest = `app@sha256:${'c'.repeat(64)}`;
  for (const [title, tags, references, nameInStream] of [
    ['app:1', ['other:1', 'app:1'], ['docker.io/library/app:1'], 'docker.io/library/app:1'],
    ['app:1', ['localhost/app:1'], ['docker.io/library/app:1'], 'localhost/app:1'],
    [digest, ['app:1'], [`docker.io/library/${digest}`], 'docker.io/library/app:1'],
    [digest, [], [`docker.io/library/${digest}`], undefined],
    ['abab', ['app:1', 'app:2'], ['docker.io/library/app:1', 'docker.io/library/app:2'], 'docker.io/library/app:1'],
  ] as const) {
    const source = engineSource(engineWith(), [{ title, image: image(...tags) }]);
    t.like((await source.images('amd64'))[0], { references: [...references], nameInStream, digests: ['sha256:a'] });
  }
  const unnamed = () => engineSource(engineWith(), [{ title: 'abab', image: image() }]);
  t.is(t.throws(unnamed, { instanceOf: KindError })?.code, 'IMAGE_UNNAMED');
});

test('the variant of the nodes’ architecture is chosen', async (t) => {
  const source = engineSource(engineWith(), [{ title: 'app:1', image: { id, tags: ['app:1'], variants } }]);
  t.deepEqual((await source.images('arm64'))[0]?.platform.variant, 'v8');
  const error = await t.throwsAsync(source.images('s390x'), { instanceOf: KindError });
  t.regex(error?.message ?? '', /linux\/s390x, only for linux\/amd64, linux\/arm64/);
});
