import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** A hash of the names and contents of all files in folders, which may also be files themselves. */
export async function hashFiles(...paths: readonly string[]): Promise<string> {
  const digest = createHash('sha256');
  for (const path of paths) {
    for (const { file, name } of await filesIn(path)) {
      const content = await readFile(file);
      digest.update(`${name}\0${content.length}\0`).update(content);
    }
  }
  return digest.digest('hex');
}

async function filesIn(path: string): Promise<{ file: string; name: string }[]> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return [];
  if (stats.isFile()) return [{ file: path, name: relative(dirname(path), path) }];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort().map((file) => ({ file, name: relative(path, file) }));
}
