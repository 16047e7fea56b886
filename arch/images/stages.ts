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
  const { version, arch, sources } = workshop.recipe;
  const [major = '', minor = ''] = version.slice(1).split('.');
  const stamp = Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' })
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
  const build = ['go', '-C', join(sources, 'kubernetes'), 'build', '-trimpath', '-buildvcs=false', '-mod=readonly'];
  const options = ['-tags', 'providerless', '-ldflags', `-s -w ${stamp}`];
  const env = { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: arch, GOFLAGS: '' };
  for (const [program, goPackage] of Object.entries(goPackages)) {
    const argv = [...build, ...options, '-o', join(folder, program), goPackage];
    await run(workshop, `compile ${program}`, argv, { env });
  }
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
