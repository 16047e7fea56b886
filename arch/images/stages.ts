import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { debianPackages, debianSuite } from './contents.js';
import { run, type Workshop } from './workshop.js';

const goPackages = {
  kubernetes: '.',
  pause: './pause',
  'local-path-provisioner': 'github.com/rancher/local-path-provisioner',
};

/** Compiles what runs in a node into `folder`. */
export async function compilePrograms(workshop: Workshop, folder: string): Promise<void> {
  const { version, arch, source } = workshop.recipe;
  const module = await prepareModule(workshop, folder);
  const [major = '', minor = ''] = version.slice(1).split('.');
  const stamp = Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' })
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
  const mode = source ? '-mod=mod' : '-mod=readonly';
  const build = ['go', '-C', module, 'build', '-trimpath', '-buildvcs=false', mode];
  const options = ['-tags', 'providerless', '-ldflags', `-s -w ${stamp}`];
  const env = { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: arch, GOFLAGS: '', GOWORK: 'off' };
  for (const [program, goPackage] of Object.entries(goPackages)) {
    const argv = [...build, ...options, '-o', join(folder, program), goPackage];
    await run(workshop, `compile ${program}`, argv, { env });
  }
  if (source) await rm(module, { recursive: true });
}

/** The folder of the Go module to compile: for other sources than the pinned ones a copy, in which go notes what they need. */
async function prepareModule(workshop: Workshop, folder: string): Promise<string> {
  const { source, sources } = workshop.recipe;
  const pinned = join(sources, 'kubernetes');
  if (source === undefined) return pinned;
  const copy = join(folder, 'module');
  await cp(pinned, copy, { recursive: true });
  await run(workshop, 'take the other sources', ['go', '-C', copy, 'mod', 'edit', ...source.edits]);
  return copy;
}

const leftOut = ['man', 'doc', 'locale', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);

/** Makes `folder`/rootfs.tar, a Debian with the packages that a node needs. */
export async function installDebian(workshop: Workshop, folder: string): Promise<void> {
  const argv = [
    'mmdebstrap',
    '--variant=minbase',
    '--mode=root',
    `--architectures=${workshop.recipe.arch}`,
    '--aptopt=Acquire::Languages "none"',
    ...leftOut,
    '--dpkgopt=path-include=/usr/share/doc/*/copyright',
    `--include=${debianPackages.join(',')}`,
    debianSuite,
    join(folder, 'rootfs.tar'),
  ];
  await run(workshop, 'install Debian', argv, { env: { TMPDIR: folder, SOURCE_DATE_EPOCH: '0' } });
}
