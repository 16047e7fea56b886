import { builtNodeImageReference, findCachedNodeImage } from '../../arch/images/index.js';
import { defaultKubernetesVersion, publishedNodeImage } from '../../arch/published-node-images.js';
import type { NodeImageSources } from './prepare-images.js';

/** Built images of the default version in the engine and in `cacheDir`, and the published one. */
export function nodeImageSources(cacheDir: string): NodeImageSources {
  const version = defaultKubernetesVersion;
  return {
    version,
    builtReference: builtNodeImageReference(version),
    publishedReference: publishedNodeImage(version),
    findCached: (arch) => findCachedNodeImage({ version, arch, cacheDir }),
  };
}
