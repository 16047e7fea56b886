import { lstat } from 'node:fs/promises';
import { addCluster, removeCluster } from './edit.js';
import { makeFolderOf, readKubeconfig, replaceKubeconfig } from './file.js';
import { type LockOptions, withKubeconfigLock } from './lock.js';
import { removeOrphanedLock } from './lock-owner.js';
import { pathToWrite } from './paths.js';
import { contextName, type KubeconfigEntry } from './render.js';

/**
 * Adds a cluster to the file that kubectl would write, and makes it the current one. Safe to repeat.
 * Returns the file's path. Throws KUBECONFIG_LOCKED, or KUBECONFIG_INVALID with the file untouched.
 */
export async function mergeKubeconfig(
  paths: readonly string[],
  entry: KubeconfigEntry,
  options: LockOptions = {},
): Promise<string> {
  const path = pathToWrite(paths);
  await makeFolderOf(path);
  await withKubeconfigLock(
    path,
    async () => {
      const before = await readKubeconfig(path);
      const after = addCluster(before, entry, path);
      if (after !== before) await replaceKubeconfig(path, after);
    },
    options,
  );
  return path;
}

/**
 * Takes a cluster out of every file that knows it, leaving the files as they were before it came. A file that does not
 * mention the cluster is not touched, whatever its state. Returns the paths that changed; a file that cannot be changed
 * does not keep the others from being. Throws KUBECONFIG_LOCKED or KUBECONFIG_INVALID.
 */
export async function removeFromKubeconfig(
  paths: readonly string[],
  cluster: string,
  options: LockOptions = {},
): Promise<string[]> {
  const changed: string[] = [];
  const failures: unknown[] = [];
  for (const path of paths) {
    try {
      if (await removeFromFile(path, cluster, options)) changed.push(path);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return changed;
}

async function removeFromFile(path: string, cluster: string, options: LockOptions): Promise<boolean> {
  if (!(await readKubeconfig(path))?.includes(contextName(cluster))) {
    await removeOrphanedLock(`${path}.lock`);
    return false;
  }
  return withKubeconfigLock(
    path,
    async () => {
      const before = await readKubeconfig(path);
      const after = before && removeCluster(before, cluster, path);
      if (after === before) return false;
      // Somebody who made a link wants it to lead somewhere.
      const isLink = (await lstat(path)).isSymbolicLink();
      await replaceKubeconfig(path, isLink ? (after ?? '') : after);
      return true;
    },
    options,
  );
}
