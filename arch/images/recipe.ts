import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageError } from '../../core/errors/index.js';
import { carriedImages } from './carried-images.js';
import {
  builtNodeImageReference,
  debianPackages,
  debianSuite,
  findNodeImageContents,
  type NodeImageContents,
  pinnedContents,
} from './contents.js';
import { hashFiles } from './hash-files.js';
import type { KubernetesSource } from './kubernetes-source.js';

/** Which node image. */
export interface NodeImageChoice {
  /** Of Kubernetes, with its `v`. */
  readonly version: string;
  /** As in OCI images: `amd64`, `arm64`. */
  readonly arch: string;
  /** Name of the image; `localhost/kind-ts/node:<version>` unless given. */
  readonly reference?: string;
  /** Needed when the version is not a pinned one. */
  readonly source?: KubernetesSource;
}

/** Everything that decides what is in a node image, and hashes that name it. */
export interface Recipe {
  readonly version: string;
  readonly arch: string;
  readonly reference: string;
  readonly contents: NodeImageContents;
  /** Undefined: the pinned one. */
  readonly source?: KubernetesSource;
  /** The folder with the Go module, the scripts and the files of a node. */
  readonly sources: string;
  readonly hashes: {
    /** Of the programs compiled from Go. */
    readonly programs: string;
    /** Of the Debian root file system. */
    readonly debian: string;
    /** Of the whole image. */
    readonly inputs: string;
  };
}

/** Throws USAGE for a version that is not pinned and has no source. */
export async function readRecipe({ version, arch, reference, source }: NodeImageChoice): Promise<Recipe> {
  const contents = source?.contents ?? findNodeImageContents(version);
  if (contents === undefined) {
    throw usageError({
      problem: `There is no recipe for a node image with Kubernetes ${version}`,
      hint: `These can be built: ${Object.keys(pinnedContents).join(', ')}.`,
    });
  }
  const sources = await findSources();
  const name = reference ?? builtNodeImageReference(version);
  const module = await hashFiles(join(sources, 'kubernetes'));
  const programs = hash(version, arch, module, ...(source ? [source.fingerprint] : []));
  const debian = hash(debianSuite, arch, ...debianPackages);
  const carried = JSON.stringify(carriedImages(version, contents, arch, String));
  const files = [await hashFiles(join(sources, 'rootfs')), await hashFiles(join(sources, 'scripts'))];
  const inputs = hash(name, programs, debian, carried, ...files);
  return { version, arch, reference: name, contents, source, sources, hashes: { programs, debian, inputs } };
}

/** A hash of everything that the image would be made of. Debian's packages count by name, not by version. */
export async function nodeImageInputsHash(choice: NodeImageChoice): Promise<string> {
  return (await readRecipe(choice)).hashes.inputs;
}

/** The sources are beside this file, or above it when it was compiled or bundled. */
async function findSources(from = dirname(fileURLToPath(import.meta.url))): Promise<string> {
  const candidate = join(from, 'arch', 'node-image');
  const isThere = await readdir(join(candidate, 'rootfs')).then(
    () => true,
    () => false,
  );
  if (isThere) return candidate;
  if (dirname(from) === from) throw new Error('The package lacks its folder arch/node-image; install it again.');
  return findSources(dirname(from));
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}
