import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/contracts/host.js';
import { defaultKubernetesVersion } from '../published-node-images.js';
import { assemble } from './assemble.js';
import { archiveName, nodeImageCache } from './cache.js';
import { findKubernetesSource } from './kubernetes-source.js';
import { checkPrerequisites } from './prerequisites.js';
import { type NodeImageChoice, type Recipe, readRecipe } from './recipe.js';
import { compilePrograms, installDebian } from './stages.js';
import { together, type Workshop } from './workshop.js';

export interface NodeImageBuild extends Omit<NodeImageChoice, 'version' | 'source'> {
  /** Of Kubernetes, with its `v`; with a folder, what its sources are called. */
  readonly version?: string;
  /** Absolute path of a folder with Kubernetes' sources; a release is built unless given. */
  readonly folder?: string;
  /** The local machine: the cache is in its file system. */
  readonly host: Host;
  readonly cacheDir: string;
  /** Receives a line for each thing that is begun or done. */
  readonly log?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface NodeImage {
  /** Path of a docker-archive, compressed with zstd. */
  readonly archive: string;
  readonly reference: string;
  /** Hash of what it was made from; also its label `dev.kind-ts.inputs`. */
  readonly inputs: string;
  /** Whether it was there already. */
  readonly cached: boolean;
}

/**
 * Builds a node image from Go modules and Debian packages, unless the cache has it. What is slow (compiling, installing
 * packages) is cached by itself, so a change to a node's files takes seconds.
 * Throws USAGE, NODE_IMAGE_BUILD_UNPREPARED, NODE_IMAGE_BUILD_FAILED and ABORTED, and then leaves no mount and no process.
 */
export async function buildNodeImage(build: NodeImageBuild): Promise<NodeImage> {
  const { host, cacheDir, log = () => {}, signal } = build;
  const recipe = await recipeOf(build);
  const { reference, hashes } = recipe;
  const cache = nodeImageCache(cacheDir);
  const folder = cache.image(hashes.inputs);
  const image = { archive: join(folder, archiveName), reference, inputs: hashes.inputs };
  if (await cache.has(folder)) return { ...image, cached: true };

  await checkPrerequisites(host, recipe.arch, signal);
  const workshop: Workshop = { host, recipe, log, signal };
  const programs = cache.stage('programs', hashes.programs);
  const debian = cache.stage('debian', hashes.debian);
  await together(
    workshop,
    (shop) => cache.ensure(programs, (empty) => compilePrograms(shop, empty)),
    (shop) => cache.ensure(debian, (empty) => installDebian(shop, empty)),
  );
  await cache.ensure(folder, async (empty) => {
    const work = join(empty, 'work');
    await assemble(workshop, { programs, debian, work }, join(empty, archiveName));
    await rm(work, { recursive: true });
  });
  await cache.prune();
  return { ...image, cached: false };
}

async function recipeOf({ host, signal, version, folder, ...build }: NodeImageBuild): Promise<Recipe> {
  const wanted = version ?? (folder === undefined ? defaultKubernetesVersion : undefined);
  const source = await findKubernetesSource(host, { version: wanted, folder, arch: build.arch }, signal);
  return readRecipe({ ...build, version: source?.version ?? wanted ?? '', source });
}
