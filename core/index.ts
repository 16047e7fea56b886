/**
 * The library: what the command does, for programs. The only file of core that knows the built-in plugins. What only some
 * calls need is imported by them, so that `kind delete cluster` need not load what `kind create cluster` does.
 */
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtInPlugins } from '../plugins/built-in.js';
import { localHost } from '../providers/hosts/local.js';
import type { BuildNodeImageOptions, BuiltNodeImage } from './cluster/build-node-image.js';
import { providerNames } from './cluster/choose-provider.js';
import type { CreatedCluster, CreateOptions } from './cluster/create-cluster.js';
import { deleteCluster as remove } from './cluster/delete-cluster.js';
import type { ExportedLogs, ExportLogsOptions } from './cluster/export-logs.js';
import { clustersOf, withExistingCluster, withProvider } from './cluster/find-clusters.js';
import { adminConfig, kubeconfigTarget } from './cluster/kubeconfig-target.js';
import { defaultClusterName } from './cluster/names.js';
import { type KindOptions, openSession, type Session, type Surroundings } from './cluster/session.js';
import { type ClusterSummary, clustersIn, type NodeSummary, summaryOf } from './cluster/summaries.js';
import type { ConfigSource } from './config/index.js';
import type { ClusterSpec, ImagePlacement } from './contracts/index.js';
import type { CheckResult } from './doctor/run-checks.js';
import { renderKubeconfig } from './kubernetes/kubeconfig/index.js';

export type { BuildNodeImageOptions, BuiltNodeImage } from './cluster/build-node-image.js';
export type { CreatedCluster, CreateOptions } from './cluster/create-cluster.js';
export type { ExportedLogs, ExportLogsOptions } from './cluster/export-logs.js';
export type { LogProblem } from './cluster/gather-logs.js';
export type { KindOptions } from './cluster/session.js';
export type { ClusterSummary, NodeSummary } from './cluster/summaries.js';
export type { ConfigSource } from './config/index.js';
export type * from './contracts/index.js';
export type { CheckResult } from './doctor/run-checks.js';
export { KindError } from './errors/index.js';

export interface CreateClusterOptions extends KindOptions, CreateOptions {
  readonly name?: string;
  /** Node image for all nodes that name none. */
  readonly image?: string;
  /** A config's text, and the name by which problems refer to it. */
  readonly config?: ConfigSource;
}

/** Creates a cluster. Throws CONFIG_INVALID before anything is created, and undoes what it did when it fails. */
export function createCluster(options: CreateClusterOptions = {}): Promise<CreatedCluster> {
  return inSession(options, async (session) => {
    const { env, baseDir, cacheDir } = session.surroundings;
    const { name, image, provider } = options;
    const [{ loadConfig }, { createCluster: create }, { prepareImagesFrom }, { nodeImageSources }] = await Promise.all([
      import('./config/index.js'),
      import('./cluster/create-cluster.js'),
      import('./cluster/prepare-images.js'),
      import('./cluster/node-image-sources.js'),
    ]);
    const spec = loadConfig(options.config, { name, image, provider, env }, baseDir);
    return create(session, spec, prepareImagesFrom(nodeImageSources(cacheDir)), options);
  });
}

/**
 * What create finds out of a config before it asks an engine: whether it is right, and whether the files that its settings name
 * can be used. Throws CONFIG_INVALID.
 */
export function checkConfig(config: ConfigSource, options: KindOptions = {}): Promise<ClusterSpec> {
  return inSession(options, async ({ surroundings, host }) => {
    const [{ loadConfig }, { readHostSettings }] = await Promise.all([
      import('./config/index.js'),
      import('./host-settings/index.js'),
    ]);
    const spec = loadConfig(config, { env: surroundings.env }, surroundings.baseDir);
    await readHostSettings(spec, { ...surroundings, host });
    return spec;
  });
}

/**
 * Removes a cluster and its kubeconfig entries; the names of the nodes that were there, none when there was no such
 * cluster.
 */
export function deleteCluster(name: string = defaultClusterName, options: KindOptions = {}): Promise<string[]> {
  return inSession(options, (session) => remove(session, name));
}

/** Names of the clusters on the engine, sorted. */
export function listClusters(options: KindOptions = {}): Promise<string[]> {
  return inSession(options, (session) => withProvider(session, (provider) => clustersOf(provider, options.signal)));
}

/** The names of the engine's images, as its own commands print them. */
export function listImages(options: KindOptions = {}): Promise<readonly string[]> {
  return inSession(options, (session) => withProvider(session, (provider) => provider.images.list(options.signal)));
}

/** Names of the engines that `provider` can be. */
export function listProviders(options: KindOptions = {}): Promise<string[]> {
  return inSession(options, async (session) => providerNames(session.app));
}

/** The nodes of a cluster, or of all clusters, by name. Empty when there is no such cluster. */
export function listNodes(cluster: string | undefined, options: KindOptions = {}): Promise<readonly NodeSummary[]> {
  return inSession(options, (session) =>
    withProvider(session, async (provider) => {
      const nodes = await provider.listNodes(cluster, options.signal);
      return nodes.map((node) => summaryOf(node, provider)).sort((a, b) => (a.name < b.name ? -1 : 1));
    }),
  );
}

/** The clusters on the engine with what is known of them, by name. */
export async function describeClusters(options: KindOptions = {}): Promise<readonly ClusterSummary[]> {
  return clustersIn(await listNodes(undefined, options));
}

/** The kubeconfig of a cluster; `internal` is for clients on the cluster's network. Throws CLUSTER_NOT_FOUND. */
export function getKubeconfig(cluster: string, options: KindOptions & { internal?: boolean } = {}): Promise<string> {
  return inSession(options, (session) =>
    withExistingCluster(session, cluster, async (nodes) =>
      renderKubeconfig({ ...(await adminConfig(nodes, options)), cluster }),
    ),
  );
}

/** Merges a cluster's entries into the user's kubeconfig. Throws CLUSTER_NOT_FOUND. */
export function exportKubeconfig(cluster: string, options: KindOptions & { internal?: boolean } = {}): Promise<void> {
  return inSession(options, (session) =>
    withExistingCluster(session, cluster, async (nodes) =>
      kubeconfigTarget(session.surroundings)?.merge({ ...(await adminConfig(nodes, options)), cluster }),
    ),
  );
}

/** Writes what can be had of a cluster's logs into a folder. Throws CLUSTER_NOT_FOUND, LOGS_UNAVAILABLE. */
export function exportLogs(cluster: string, options: ExportLogsOptions = {}): Promise<ExportedLogs> {
  return inSession(options, (session) =>
    withExistingCluster(session, cluster, async (nodes, provider) => {
      const { exportLogs: write } = await import('./cluster/export-logs.js');
      return write(session, provider, nodes, options);
    }),
  );
}

/** Builds a node image from Go modules and Debian packages, or finds it in the cache. */
export function buildNodeImage(options: BuildNodeImageOptions = {}): Promise<BuiltNodeImage> {
  return inSession(options, async (session) => {
    const { buildNodeImage: build } = await import('./cluster/build-node-image.js');
    return build(session, options);
  });
}

/** Looks at the host, and at a cluster when one is named. What is wrong is in the results. Throws CLUSTER_NOT_FOUND. */
export function diagnose(options: KindOptions & { readonly cluster?: string } = {}): Promise<readonly CheckResult[]> {
  return inSession(options, async (session) => {
    const { diagnose: look } = await import('./doctor/diagnose.js');
    return look(session, options.cluster);
  });
}

export interface LoadImagesOptions extends KindOptions {
  /** Name of the cluster; the default one unless given. */
  readonly cluster?: string;
  /** Names of the nodes; all nodes unless given. */
  readonly nodes?: readonly string[];
}

/**
 * Brings images of the cluster's engine, or of another engine of the host, into nodes. Nodes that have an image already
 * are not sent it again. Throws IMAGE_NOT_FOUND before anything is sent, CLUSTER_NOT_FOUND, NODE_NOT_FOUND.
 */
export function loadImages(images: readonly string[], options: LoadImagesOptions = {}): Promise<ImagePlacement[]> {
  const { cluster = defaultClusterName, nodes } = options;
  return inSession(options, async (session) => {
    const { loadImages: load } = await import('./cluster/load-images.js');
    return load(session, images, { cluster, nodes });
  });
}

/** The same for every image of docker-archive and OCI archive files. Throws IMAGE_ARCHIVE_INVALID before anything is sent. */
export function loadImageArchives(
  files: readonly string[],
  options: LoadImagesOptions = {},
): Promise<ImagePlacement[]> {
  const { cluster = defaultClusterName, nodes } = options;
  return inSession(options, async (session) => {
    const paths = files.map((file) => resolve(session.surroundings.baseDir, file));
    const { loadImageArchives: load } = await import('./cluster/load-images.js');
    return load(session, paths, { cluster, nodes });
  });
}

async function inSession<T>(options: KindOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const surroundings = withDefaults(options);
  const host = localHost(surroundings.env);
  try {
    return await work(openSession(surroundings, host, builtInPlugins));
  } finally {
    await host.close();
  }
}

function withDefaults(options: KindOptions): Surroundings {
  const env = options.env ?? process.env;
  const homeDir = options.homeDir ?? homedir();
  return {
    ...options,
    env,
    homeDir,
    baseDir: options.baseDir ?? process.cwd(),
    cacheDir: join(env.XDG_CACHE_HOME || join(homeDir, '.cache'), 'kind-ts'),
    temporaryDir: tmpdir(),
    platform: process.platform,
  };
}
