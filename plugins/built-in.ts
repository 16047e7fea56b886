import { builtInCnis } from '../cni/index.js';
import type { Plugin } from '../core/contracts/index.js';
import { dockerPlugin } from '../providers/docker/index.js';
import { podmanPlugin } from '../providers/podman/index.js';
import { builtInStorage } from '../storage/index.js';
import { builtInImageLoaders } from './images/index.js';

/** The only place that names implementations. Providers are tried in this order when none is chosen. */
export const builtInPlugins: readonly Plugin[] = [
  dockerPlugin,
  podmanPlugin,
  builtInCnis,
  builtInStorage,
  builtInImageLoaders,
];
