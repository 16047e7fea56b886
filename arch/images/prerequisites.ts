import type { Host } from '../../core/contracts/host.js';
import { nodeImageBuildUnprepared } from '../../core/errors/index.js';

interface Tool {
  readonly program: string;
  readonly debianPackage: string;
}

const tools: readonly Tool[] = [
  { program: 'go', debianPackage: 'golang-go' },
  { program: 'mmdebstrap', debianPackage: 'mmdebstrap' },
  { program: 'zstd', debianPackage: 'zstd' },
  { program: 'unshare', debianPackage: 'util-linux' },
];

/** A Go that can fetch the newer Go that Kubernetes asks for. */
const oldestGo = [1, 21] as const;
const keyring = '/usr/share/keyrings/debian-archive-keyring.';
const emulators: Readonly<Record<string, string>> = { amd64: 'qemu-x86_64', arm64: 'qemu-aarch64' };

/** Names everything that a build lacks at once, before anything is built. Throws NODE_IMAGE_BUILD_UNPREPARED. */
export async function checkPrerequisites(host: Host, arch: string, signal?: AbortSignal): Promise<void> {
  const facts = await host.facts(signal);
  const problems: string[] = [];
  const packages: string[] = [];
  if (facts.os !== 'linux') problems.push(`a node image is built on Linux, not on ${facts.os}`);
  for (const { program, debianPackage } of tools) {
    if (await hasProgram(host, program, signal)) continue;
    problems.push(`the program ${program} is missing`);
    packages.push(debianPackage);
  }
  if (!(await hasKeyring(host))) {
    problems.push('the keys of the Debian archive are missing');
    packages.push('debian-archive-keyring');
  }
  const go = await goVersion(host, signal);
  if (go !== undefined && isOlder(go))
    problems.push(`Go ${go.join('.')} is too old; ${oldestGo.join('.')} or later is needed`);
  if (arch !== facts.arch && !(await host.exists(`/proc/sys/fs/binfmt_misc/${emulators[arch]}`))) {
    problems.push(`programs for ${arch} cannot run on this ${facts.arch} machine`);
    packages.push('qemu-user-static', 'binfmt-support', 'arch-test');
  }
  const needsRoot = !facts.isRoot;
  if (needsRoot) problems.push('it needs root, to unpack a file system with its owners and to mount');
  if (problems.length > 0) throw nodeImageBuildUnprepared({ problems, packages, needsRoot });
}

async function hasProgram(host: Host, program: string, signal?: AbortSignal): Promise<boolean> {
  return (await host.exec(['sh', '-c', 'command -v "$1"', 'sh', program], { signal })).exitCode === 0;
}

async function hasKeyring(host: Host): Promise<boolean> {
  return (await host.exists(`${keyring}gpg`)) || (await host.exists(`${keyring}pgp`));
}

async function goVersion(host: Host, signal?: AbortSignal): Promise<number[] | undefined> {
  if (!(await hasProgram(host, 'go', signal))) return undefined;
  const { stdout } = await host.exec(['go', 'version'], { signal });
  const match = /go(\d+)\.(\d+)/.exec(stdout);
  return match === null ? undefined : match.slice(1).map(Number);
}

function isOlder([major = 0, minor = 0]: readonly number[]): boolean {
  return major < oldestGo[0] || (major === oldestGo[0] && minor < oldestGo[1]);
}
