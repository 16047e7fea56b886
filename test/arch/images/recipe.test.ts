import test from 'ava';
import { nodeImageInputsHash } from '../../../arch/images/index.js';
import { readRecipe } from '../../../arch/images/recipe.js';

const choice = { version: 'v1.34.4', arch: 'amd64' };

test('the same inputs have the same hash', async (t) => {
  t.is(await nodeImageInputsHash(choice), await nodeImageInputsHash({ ...choice }));
});

test('another architecture and another name are another image', async (t) => {
  const hashes = await Promise.all(
    [choice, { ...choice, arch: 'arm64' }, { ...choice, reference: 'localhost/mine:1' }].map(nodeImageInputsHash),
  );
  t.is(new Set(hashes).size, 3);
});

test('another name does not compile or install anything again', async (t) => {
  const [plain, named] = await Promise.all([choice, { ...choice, reference: 'localhost/mine:1' }].map(readRecipe));
  t.is(plain?.hashes.programs, named?.hashes.programs);
  t.is(plain?.hashes.debian, named?.hashes.debian);
});

test('a version without a recipe is refused with those that can be built', async (t) => {
  const error = await t.throwsAsync(nodeImageInputsHash({ ...choice, version: 'v1.2.3' }), { code: 'USAGE' });
  t.regex(error?.message ?? '', /v1\.2\.3/);
  t.regex(String((error as { hint?: string }).hint), /v1\.34\.4/);
});
