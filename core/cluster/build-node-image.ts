import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { buildNodeImage as buildArchive } from '../../arch/images/index.js';
import type { Provider } from '../contracts/index.js';
import { noProvider } from '../errors/index.js';
import { openProvider, wantedProvider } from './choose-provider.js';
import type { KindOptions, Session } from './session.js';

export interface BuildNodeImageOptions extends KindOptions {
  /** Name of the image; one that names the version unless given. */
  readonly image?: string;
  /** With its `v`; the default one unless given. With a folder, what its sources are called. */
  readonly kubernetesVersion?: string;
  /** A folder with Kubernetes' sources, instead of a release. */
  readonly kubernetesFolder?: string;
  /** As in OCI images; the host's unless given. */
  readonly arch?: string;
  /** Whether the engine gets the image too; true unless told. */
  readonly load?: boolean;
}

export interface BuiltNodeImage {
  readonly reference: string;
  /** Path of the docker-archive in the cache. */
  readonly archive: string;
  /** Hash of everything it was made from. */
  readonly inputs: string;
  /** Whether nothing had to be built. */
  readonly cached: boolean;
  /** The engine that has the image now; undefined when none was asked, or none answers. */
  readonly loadedInto?: string;
}

const stepTitle = 'Build the node image';

export async function buildNodeImage(session: Session, options: BuildNodeImageOptions): Promise<BuiltNodeImage> {
  const { host, events, surroundings } = session;
  const startedAt = Date.now();
  events.emit({ type: 'step-started', step: stepTitle, needs: [] });
  const built = await buildArchive({
    host,
    version: options.kubernetesVersion,
    folder: options.kubernetesFolder && resolve(surroundings.baseDir, options.kubernetesFolder),
    arch: options.arch ?? (await host.facts()).arch,
    reference: options.image,
    cacheDir: surroundings.cacheDir,
    signal: surroundings.signal,
    log: (message) => events.emit({ type: 'debug', message }),
  });
  events.emit({ type: 'step-finished', step: stepTitle, ms: Date.now() - startedAt });
  return { ...built, loadedInto: options.load === false ? undefined : await load(session, built) };
}

/** The engine that the user means, or the first that answers; with none meant, it is fine that none answers. */
async function load({ app, surroundings }: Session, built: BuiltNodeImage): Promise<string | undefined> {
  const { provider: flag, env, signal } = surroundings;
  let provider: Provider | undefined;
  try {
    provider = await openProvider(app, wantedProvider({ flag, env }), signal);
    const present = await provider.images.find(built.reference, signal);
    const isSame = built.cached && present?.labels['dev.kind-ts.inputs'] === built.inputs;
    if (!isSame) await provider.images.load(createReadStream(built.archive), signal);
    return provider.name;
  } catch (error) {
    if (noProvider.is(error)) return undefined;
    throw error;
  } finally {
    await provider?.close();
  }
}
