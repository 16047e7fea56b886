export { buildNodeImage, type NodeImage, type NodeImageBuild } from './build-node-image.js';
export { findCachedNodeImage } from './cache.js';
export { builtNodeImageReference, busyboxImage } from './contents.js';
export { type NodeImageChoice, nodeImageInputsHash } from './recipe.js';
