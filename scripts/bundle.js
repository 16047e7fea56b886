// Bundles the command and the library into dist/: one file each, and a chunk for whatever is imported lazily.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist/.bundled');
const folders = ['core', 'providers', 'plugins', 'cni', 'storage', 'arch', 'cli'];

/** What bundled CommonJS packages still expect to find. */
const commonJsNames = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
const __dirname = import.meta.dirname;`;

/**
 * docker-modem's own SSH and dockerode's BuildKit are never used here, and loading ssh2, gRPC and protobuf for them would cost every
 * command 40 ms each.
 */
const withoutUnusedOfDocker = {
  name: 'without-unused-of-docker',
  setup(build) {
    build.onResolve({ filter: /^\.\/(ssh|session|buildkit)$/ }, ({ importer, path }) =>
      /docker-modem|dockerode/.test(importer) ? { path, namespace: 'left-out' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = undefined;' }));
  },
};

/** Bundles when a source is newer than the last bundle. */
export async function ensureBundled() {
  const bundled = modifiedAt(stamp);
  const sources = folders.flatMap((folder) => filesIn(join(root, folder)));
  const newest = Math.max(...[...sources, join(root, 'package.json')].map(modifiedAt));
  if (bundled < newest) await bundle();
}

async function bundle() {
  const startedAt = new Date();
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { kind: 'cli/main.ts', index: 'core/index.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // The CommonJS halves of dual packages lose their named exports when they are imported lazily.
    mainFields: ['module', 'main'],
    target: 'node20',
    legalComments: 'none',
    chunkNames: 'chunks/[name]-[hash]',
    external: ['cpu-features', '*.node'],
    banner: { js: commonJsNames },
    plugins: [withoutUnusedOfDocker],
    logLevel: 'error',
    write: false,
  });
  // What others import comes first: a command that starts meanwhile finds the old bundle or the new one, whole.
  const isEntry = ({ path }) => dirname(path) === join(root, 'dist');
  for (const file of outputFiles.sort((a, b) => isEntry(a) - isEntry(b))) replaceFile(file);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

function replaceFile({ path, contents }) {
  const part = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(part, contents);
  renameSync(part, path);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await bundle();
}
