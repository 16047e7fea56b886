import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** What both tools find: a node image, and an engine. */
export interface Surroundings {
  /** `/kind/version` */
  readonly kubernetesVersion: string;
  /** `/etc/containerd/config.toml` */
  readonly containerdConfig: string;
  readonly isRootless?: boolean;
}

export interface NodeIdentity {
  readonly name: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

/** What a tool wants of a node. */
export interface WrittenNode {
  /** `/kind/kubeadm.conf` */
  readonly kubeadm: string;
  /** `/etc/containerd/config.toml`, whether or not it was changed. */
  readonly containerd: string;
  readonly mounts: readonly string[];
  readonly ports: readonly string[];
}

const folderOfDocker = resolve('test/equivalence/docker-cli');
/** Runs upstream's own binary on a docker that only plays along, until it has written what kubeadm is to read. */
export async function writtenByUpstream(
  configFile: string,
  found: Surroundings,
  nodes: readonly NodeIdentity[],
): Promise<ReadonlyMap<string, WrittenNode>> {
  const folder = await mkdtemp(join(tmpdir(), 'kts-equivalence-'));
  try {
    await writeFile(join(folder, 'version'), `${found.kubernetesVersion}\n`);
    await writeFile(join(folder, 'config.toml'), found.containerdConfig);
    await writeFile(join(folder, 'security-options'), found.isRootless ? '["name=rootless"]' : '[]');
    await writeFile(join(folder, 'nodes'), nodes.map(({ name, ipv4, ipv6 }) => `${name} ${ipv4} ${ipv6}\n`).join(''));
    const printed = await createCluster(configFile, folder);
    if (!existsSync(join(folder, 'reached-kubeadm')))
      throw new Error(`upstream's kind did not get to kubeadm:\n${printed}`);
    return new Map(
      await Promise.all(nodes.map(async ({ name }) => [name, await writtenIn(join(folder, name), found)] as const)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function createCluster(configFile: string, folder: string): Promise<string> {
  const program = process.env.KIND_UPSTREAM;
  if (!program) throw new Error('KIND_UPSTREAM is not set: scripts/engines/upstream-kind.sh prints what it is to be');
  const env = {
    PATH: `${folderOfDocker}${delimiter}${process.env.PATH}`,
    HOME: folder,
    FAKE_DOCKER: folder,
    KIND_EXPERIMENTAL_PROVIDER: 'docker',
  };
  const child = spawn(program, ['create', 'cluster', '--retain', '--config', configFile], { env, stdio: 'pipe' });
  return (await Promise.all([text(child.stdout), text(child.stderr)])).join('');
}

async function writtenIn(folder: string, { containerdConfig }: Surroundings): Promise<WrittenNode> {
  const run = (await readFile(join(folder, 'run'), 'utf8')).split('\n');
  const valuesOf = (flag: string) => run.flatMap((line) => (line.startsWith(flag) ? [line.slice(flag.length)] : []));
  return {
    kubeadm: await readFile(join(folder, 'kind/kubeadm.conf'), 'utf8'),
    containerd: await readFile(join(folder, 'etc/containerd/config.toml'), 'utf8').catch(() => containerdConfig),
    mounts: valuesOf('--volume='),
    ports: valuesOf('--publish='),
  };
}
