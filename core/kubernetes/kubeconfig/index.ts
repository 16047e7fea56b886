export { type KubeconfigCredentials, readKubeconfigCredentials } from './credentials.js';
export type { LockOptions } from './lock.js';
export { type KubeconfigLocation, kubeconfigPaths, pathToWrite } from './paths.js';
export {
  type ClientConfig,
  contextName,
  type KubeconfigEntry,
  renderClientConfig,
  renderKubeconfig,
} from './render.js';
export { mergeKubeconfig, removeFromKubeconfig } from './update.js';
