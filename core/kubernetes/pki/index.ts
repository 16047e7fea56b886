export type { ControlPlaneNames } from './alt-names.js';
export type { KeyedCertificate } from './certificate.js';
export { type ClientCredentials, type ClusterPki, createAdminCredentials, createClusterPki } from './cluster-pki.js';
export { type ControlPlaneNode, createControlPlaneFiles } from './control-plane-files.js';
export type { EncryptionAlgorithm, KeyPair } from './keys.js';
export { createKubeletFiles, type KubeletIdentity } from './kubelet-files.js';
