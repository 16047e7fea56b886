import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import test from 'ava';

/** What a folder may import of ours. The most specific folder decides. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'core/errors': [],
  'core/contracts': ['core/errors'],
  arch: ['core/contracts', 'core/errors'],
  core: ['core', 'arch'],
  // The library's entry composes the built-in plugins, so it stands above them.
  'core/index.ts': ['core', 'arch', 'plugins/built-in.ts', 'providers/hosts/local.ts'],
  'providers/engine-api': ['core/contracts', 'core/errors', 'arch'],
  'providers/hosts': ['core/contracts', 'core/errors', 'arch'],
  'providers/docker': ['core/contracts', 'core/errors', 'arch', 'providers/engine-api'],
  'providers/podman': ['core/contracts', 'core/errors', 'arch', 'providers/engine-api'],
  cni: ['core/contracts', 'core/errors', 'arch'],
  storage: ['core/contracts', 'core/errors', 'arch'],
  plugins: ['core', 'providers/docker/index.ts', 'providers/podman/index.ts', 'cni/index.ts', 'storage/index.ts'],
  'plugins/images': ['core/contracts', 'core/errors', 'arch'],
  cli: ['core', 'arch', 'package.json'],
};

/** Which folder may use a heavy library. */
const libraries: Readonly<Record<string, string>> = {
  dockerode: 'providers/engine-api',
  inversify: 'core',
  ssh2: 'providers/ssh',
  '@grpc/grpc-js': 'providers/containerd',
  commander: 'cli',
  picocolors: 'cli',
};

const sources = ['core', 'providers', 'plugins', 'cni', 'storage', 'arch', 'cli'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports: Import[] = sources.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, to]) => ({
    from,
    to: to ?? '',
  })),
);

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function ownFolder(file: string): string {
  const [longest] = Object.keys(arrows)
    .filter((folder) => isWithin(file, folder))
    .sort((a, b) => b.length - a.length);
  return longest ?? '';
}

function breaksArrow({ from, to }: Import): boolean {
  const target = relative('.', normalize(join(dirname(from), to))).replace(/\.js$/, '.ts');
  const home = ownFolder(from);
  return !isWithin(target, home) && !(arrows[home] ?? []).some((allowed) => isWithin(target, allowed));
}

test('imports follow the arrows of the design', (t) => {
  const broken = imports.filter(({ to }) => to.startsWith('.')).filter(breaksArrow);
  t.deepEqual(
    broken.map(({ from, to }) => `${from} → ${to}`),
    [],
  );
  t.true(imports.length > 100, 'the pattern finds imports');
});

test('heavy libraries stay in the folder that is theirs', (t) => {
  const strays = imports.filter(({ from, to }) => {
    const home = libraries[to];
    return home !== undefined && !isWithin(from, home);
  });
  t.deepEqual(
    strays.map(({ from, to }) => `${from} → ${to}`),
    [],
  );
});

test('only the command touches the process and the console', (t) => {
  const allowed = (file: string) => isWithin(file, 'cli') || file === 'core/index.ts';
  const strays = sources.filter((file) => {
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return !allowed(file) && /\b(process\.(?!platform\b)\w+|console\.\w+)/.test(code);
  });
  t.deepEqual(strays, []);
});
