import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { engine } from './engine.js';

/** Where the host's kubectl is; a node's own, copied into `folder`, where the host has none. */
export async function findKubectl(node: string, folder: string): Promise<string> {
  const places = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, 'kubectl'));
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  const copy = join(folder, 'kubectl');
  await engine(['cp', `${node}:/usr/bin/kubectl`, copy]);
  return copy;
}
