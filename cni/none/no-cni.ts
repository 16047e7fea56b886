import type { Cni } from '../../core/contracts/index.js';

/** Leaves the nodes without a network for pods, so that the user can install one. */
export const noCni: Cni = {
  name: 'none',
  isLeftToUser: true,
  nodeFiles: () => [],
  install: async () => {},
};
