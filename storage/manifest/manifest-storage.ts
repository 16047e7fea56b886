import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StorageProvisioner } from '../../core/contracts/index.js';

/** Installs a provisioner from a manifest file. */
export async function manifestStorage(file: string, baseDir: string): Promise<StorageProvisioner> {
  const manifest = await readFile(resolve(baseDir, file), 'utf8');
  return {
    name: file,
    deployments: [],
    install: ({ kubernetes }, signal) => kubernetes.apply(manifest, signal),
  };
}
