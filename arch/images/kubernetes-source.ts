import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/contracts/host.js';
import { nodeImageBuildFailed, usageError } from '../../core/errors/index.js';
import { findNodeImageContents, type NodeImageContents, pinnedContents } from './contents.js';
import { hashFiles } from './hash-files.js';
import { checkPrerequisites } from './prerequisites.js';

/** Which Kubernetes: a release, or a folder with its sources, whose version is looked up unless given. */
export interface KubernetesChoice {
  /** With its `v`. */
  readonly version?: string;
  /** Absolute. */
  readonly folder?: string;
  /** That the image is for; as in OCI images. */
  readonly arch: string;
}

/** Sources of Kubernetes that are not the pinned ones. */
export interface KubernetesSource {
  /** With its `v`. */
  readonly version: string;
  readonly contents: NodeImageContents;
  /** Another one for other sources. */
  readonly fingerprint: string;
  /** What `go mod edit` does to the pinned module so that it takes these. */
  readonly edits: readonly string[];
}

/** The oldest minor version that the programs around Kubernetes can be compiled with. */
const oldestMinor = 34;

/**
 * Undefined for the pinned release, about which nothing has to be found out; anything else needs Go.
 * Throws USAGE, NODE_IMAGE_BUILD_UNPREPARED, NODE_IMAGE_BUILD_FAILED.
 */
export async function findKubernetesSource(
  host: Host,
  { version, folder, arch }: KubernetesChoice,
  signal?: AbortSignal,
): Promise<KubernetesSource | undefined> {
  if (folder === undefined && (version === undefined || findNodeImageContents(version))) return undefined;
  if (folder === undefined) checkRelease(version ?? '');
  else await checkFolder(folder);
  await checkPrerequisites(host, arch, signal);
  return folder === undefined ? fromRelease(host, version ?? '', signal) : fromFolder(host, folder, version, signal);
}

async function fromRelease(host: Host, version: string, signal?: AbortSignal): Promise<KubernetesSource> {
  const argv = ['go', '-C', '/', 'mod', 'download', '-json', `k8s.io/kubernetes@${version}`];
  const { exitCode, stdout, stderr } = await host.exec(argv, { env: { GOFLAGS: '', GOWORK: 'off' }, signal });
  if (exitCode !== 0) throw nodeImageBuildFailed({ step: `download Kubernetes ${version}`, reason: stdout + stderr });
  const { Dir: folder, Sum: fingerprint } = JSON.parse(stdout) as { Dir: string; Sum: string };
  const staging = version.replace(/^v1/, 'v0');
  const modules = await stagingModules(folder);
  const edits = [
    `-require=k8s.io/kubernetes@${version}`,
    ...modules.map(([name]) => `-replace=${name}=${name}@${staging}`),
  ];
  return { version, contents: await contentsOf(folder), fingerprint, edits };
}

function checkRelease(version: string): void {
  const [, minor] = /^v1\.(\d+)\.\d+(-[\w.]+)?$/.exec(version) ?? [];
  if (minor !== undefined && Number(minor) >= oldestMinor) return;
  throw usageError({
    problem: `A node image with Kubernetes ${version} cannot be built`,
    hint: `Name a release from v1.${oldestMinor}.0 on, such as ${Object.keys(pinnedContents).join(', ')}.`,
  });
}

async function checkFolder(folder: string): Promise<void> {
  const goMod = await readFile(join(folder, 'go.mod'), 'utf8').catch(() => '');
  if (/^module k8s\.io\/kubernetes$/m.test(goMod)) return;
  throw usageError({
    problem: `${folder} holds no sources of Kubernetes: it has no go.mod of the module k8s.io/kubernetes`,
    hint: 'Name a clone of the Kubernetes repository, or a release such as v1.34.4.',
  });
}

async function fromFolder(
  host: Host,
  folder: string,
  named: string | undefined,
  signal?: AbortSignal,
): Promise<KubernetesSource> {
  const version = named ?? (await describedVersion(host, folder, signal));
  const modules = await stagingModules(folder);
  const edits = [
    `-replace=k8s.io/kubernetes=${folder}`,
    ...modules.map(([name, path]) => `-replace=${name}=${join(folder, path)}`),
  ];
  const compiled = ['cmd', 'pkg', 'plugin', 'staging', 'third_party', 'go.mod'].map((name) => join(folder, name));
  return { version, contents: await contentsOf(folder), fingerprint: await hashFiles(...compiled), edits };
}

/** `v1.36.0-alpha.1-12-gabc` is `v1.36.0-alpha.1.12+abc` for Kubernetes. */
async function describedVersion(host: Host, folder: string, signal?: AbortSignal): Promise<string> {
  // The clone may be somebody else's when root builds.
  const git = ['git', '-c', `safe.directory=${folder}`, '-C', folder];
  const argv = [...git, 'describe', '--tags', '--match=v*', '--abbrev=14', '--dirty'];
  const described = await host.exec(argv, { signal }).catch(() => undefined);
  const match = /^(v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?)(?:-(\d+)-g([0-9a-f]+))?(-dirty)?$/.exec(
    described?.stdout.trim() ?? '',
  );
  if (!match) {
    throw usageError({
      problem: `The version of the sources in ${folder} is not known: git describes no tag`,
      hint: 'Name it with --kubernetes-version, such as v1.34.4.',
    });
  }
  const [, tag = '', commits, commit, dirty = ''] = match;
  return commits === undefined
    ? `${tag}${dirty && '+dirty'}`
    : `${tag}${/-/.test(tag) ? '.' : '-'}${commits}+${commit}${dirty}`;
}

/** The modules that are developed within Kubernetes, with their folders. */
async function stagingModules(folder: string): Promise<(readonly [name: string, path: string])[]> {
  const goMod = await readFile(join(folder, 'go.mod'), 'utf8');
  const replaced = goMod.matchAll(/^\s*(k8s\.io\/[\w.-]+) => \.\/(staging\/src\/\S+)$/gm);
  return [...replaced].map(([, name = '', path = '']) => [name, path]);
}

/** The tags that this version's kubeadm asks for, from its source. */
async function contentsOf(folder: string): Promise<NodeImageContents> {
  const file = 'cmd/kubeadm/app/constants/constants.go';
  const source = await readFile(join(folder, file), 'utf8');
  const constant = (name: string): string => {
    const value = new RegExp(`^\\s*${name}\\s*=\\s*"([^"]+)"`, 'm').exec(source)?.[1];
    if (value === undefined) throw nodeImageBuildFailed({ step: `read ${file}`, reason: `it has no ${name}` });
    return value;
  };
  const [pinned] = Object.values(pinnedContents);
  return {
    etcd: constant('DefaultEtcdVersion'),
    coredns: constant('CoreDNSVersion'),
    pause: constant('PauseVersion'),
    localPath: pinned?.localPath ?? '',
  };
}
