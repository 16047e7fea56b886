import type Dockerode from 'dockerode';
import type { Dialect, DialectContext, Traits } from './dialect.js';
import { isNotFound } from './errors.js';
import { createLibpodContainer } from './libpod-container.js';
import { forceRemove } from './remove-container.js';

export function podmanDialect(context: DialectContext): Dialect {
  const { docker } = context;
  let traits: Promise<Traits> | undefined;
  return {
    // podman restarts nothing after a reboot, so a policy would only repeat failures.
    restartPolicy: undefined,
    env: { container: 'podman' },
    loadsZstd: true,
    imageReference: qualifiedReference,
    portAddress,
    traits: () => {
      traits ??= lookUpTraits(context);
      return traits;
    },
    networkOptions: async () => ({}),
    createContainer: (options, spec, signal) => createLibpodContainer(docker, options, spec.network, signal),
    // podman does not let go of a network before its containers are gone.
    releaseContainer: (name) => forceRemove(docker.getContainer(name)),
    removeVolumes: (node, signal) => removeVolumes(docker, node, signal),
    nameLoaded: (references, signal) => nameLoaded(docker, references, signal),
  };
}

/**
 * The kernel forwards nothing that comes from ::1, and a rootful podman has no program of its own that would, so 127.0.0.1 takes its
 * place. What podman 4.3 is told to forward from :: it forwards for no address at all.
 */
export function portAddress(address: string, { isRootless }: Traits): string {
  if (isRootless) return address;
  if (address === '::1') return '127.0.0.1';
  return address === '::' ? '' : address;
}

/** podman's own /info runs a dozen programs (half a second with 4.3), so it is not asked. */
async function lookUpTraits({ host, socketPath }: DialectContext): Promise<Traits> {
  return {
    isRootless: socketPath !== undefined && (await ownerOf(socketPath)) !== '0',
    remapsUsers: false,
    // Harmless where it is not needed, and needed on btrfs, zfs and xfs, which is what podman's home distributions use.
    needsDeviceMapper: true,
  };

  async function ownerOf(path: string): Promise<string> {
    return (await host.exec(['stat', '-L', '-c', '%u', path])).stdout.trim();
  }
}

/** Upstream makes a node's volume beforehand and labels it with the node's name as key. */
async function removeVolumes(docker: Dockerode, node: string, abortSignal?: AbortSignal): Promise<void> {
  const { Volumes } = await docker.listVolumes({ filters: { label: [node] }, abortSignal });
  await Promise.all(Volumes.map((volume) => removeVolume(docker, volume.Name)));
}

async function removeVolume(docker: Dockerode, name: string): Promise<void> {
  try {
    await docker.getVolume(name).remove({ force: true });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Docker's short names in full, and the tag dropped where there is a digest: podman takes one of them, not both. */
export function qualifiedReference(reference: string): string {
  const [named = '', digest] = reference.split('@');
  const bare = digest === undefined ? named : `${named.replace(/:[^:/]*$/, '')}@${digest}`;
  if (/^(sha256:)?[0-9a-f]{64}$/.test(named)) return reference;
  const [first = '', ...rest] = bare.split('/');
  if (rest.length === 0) return `docker.io/library/${bare}`;
  return /[.:]/.test(first) || first === 'localhost' ? bare : `docker.io/${bare}`;
}

/** podman loads `kindest/node:x` as `localhost/kindest/node:x`; everywhere else that name means Docker's registry. */
async function nameLoaded(docker: Dockerode, references: readonly string[], abortSignal?: AbortSignal): Promise<void> {
  for (const reference of references) {
    const name = reference.replace(/^localhost\//, '');
    if (name === reference || !name.includes('/')) continue;
    const at = name.lastIndexOf(':');
    await docker
      .getImage(reference)
      .tag({ repo: `docker.io/${name.slice(0, at)}`, tag: name.slice(at + 1), abortSignal });
  }
}
