import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Cni } from '../../core/contracts/index.js';

/** Installs a CNI from a manifest file. */
export async function manifestCni(file: string, baseDir: string): Promise<Cni> {
  const manifest = await readFile(resolve(baseDir, file), 'utf8');
  return {
    name: file,
    nodeFiles: () => [],
    install: ({ kubernetes }, _network, signal) => kubernetes.apply(manifest, signal),
  };
}
