export { firstServiceAddress } from './alt-names.js';
export { type AdminCredentials, type ClusterPki, createAdminCredentials, createClusterPki } from './cluster-pki.js';
export { type ControlPlaneNode, createControlPlaneFiles } from './control-plane-files.js';
export type { EncryptionAlgorithm } from './keys.js';
export { createKubeletFiles } from './kubelet-files.js';
