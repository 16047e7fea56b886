export { buildNodeImage } from './build-node-image.js';
export { findCachedNodeImage } from './cache.js';
export { builtNodeImageReference, busyboxImage, loadBalancerLabel } from './contents.js';
export { nodeImageInputsHash } from './recipe.js';
