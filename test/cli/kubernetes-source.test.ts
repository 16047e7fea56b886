import test from 'ava';
import { readSource, type SourceType } from '../../cli/commands/kubernetes-source.js';

const chosen: readonly (readonly [argument: string | undefined, type: SourceType | undefined, expected: object])[] = [
  [undefined, undefined, {}],
  [undefined, 'release', {}],
  [undefined, 'source', { kubernetesFolder: '.' }],
  ['v1.34.4', undefined, { kubernetesVersion: 'v1.34.4' }],
  ['1.35.0-rc.1', undefined, { kubernetesVersion: 'v1.35.0-rc.1' }],
  ['v1.34.4', 'source', { kubernetesFolder: 'v1.34.4' }],
  ['/src/kubernetes', undefined, { kubernetesFolder: '/src/kubernetes' }],
  ['kubernetes', undefined, { kubernetesFolder: 'kubernetes' }],
];

for (const [argument, type, expected] of chosen)
  test(`${argument} as ${type ?? 'whatever it looks like'} is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(readSource(argument, type), expected);
  });

const refused: readonly (readonly [argument: string, type: SourceType | undefined, says: RegExp])[] = [
  ['https://example.org/v1.34.4.tar.gz', undefined, /compiled programs/],
  ['kubernetes-server-linux-amd64.tar.gz', undefined, /compiled programs/],
  ['v1.34.4', 'file', /compiled programs/],
  ['ci/latest', undefined, /CI/],
  ['kubernetes', 'release', /no version/],
];

for (const [argument, type, says] of refused)
  test(`${argument} as ${type ?? 'whatever it looks like'} is refused with the reason`, (t) => {
    t.throws(() => readSource(argument, type), { code: 'USAGE', message: says });
  });
