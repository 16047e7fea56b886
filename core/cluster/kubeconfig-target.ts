import type { Node } from '../contracts/index.js';
import {
  type KubeconfigEntry,
  kubeconfigPaths,
  mergeKubeconfig,
  readKubeconfigCredentials,
  removeFromKubeconfig,
} from '../kubernetes/kubeconfig/index.js';
import { type KubeconfigTarget, run } from '../plan/create-context.js';
import { hostInUrl } from './host-in-url.js';
import { apiServerPort } from './names.js';
import type { Surroundings } from './session.js';

/** The user's kubeconfig by kubectl's rules; undefined when it shall be left alone. */
export function kubeconfigTarget({ kubeconfig, env, homeDir, platform }: Surroundings): KubeconfigTarget | undefined {
  if (kubeconfig === false) return undefined;
  const paths = kubeconfigPaths({ explicit: kubeconfig, env, home: homeDir, platform });
  return {
    merge: async (entry) => void (await mergeKubeconfig(paths, entry)),
    remove: async (cluster) => void (await removeFromKubeconfig(paths, cluster)),
  };
}

/** The administrator's credentials, read from a control-plane node, with the server's address as clients reach it. */
export async function adminConfig(
  nodes: readonly Node[],
  { internal = false, signal }: { readonly internal?: boolean; readonly signal?: AbortSignal },
): Promise<Omit<KubeconfigEntry, 'cluster'>> {
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane');
  const controlPlane = controlPlanes.find(({ running }) => running) ?? controlPlanes[0];
  if (!controlPlane) throw new Error('the cluster has no control-plane node');
  const credentials = readKubeconfigCredentials(await run(controlPlane, ['cat', '/etc/kubernetes/admin.conf'], signal));
  if (internal) return credentials;
  const entrance = nodes.find(({ role }) => role === 'external-load-balancer') ?? controlPlane;
  const published = await entrance.findPublishedPort(apiServerPort);
  if (!published) throw new Error(`the engine does not publish port ${apiServerPort} of ${entrance.name}`);
  return { ...credentials, server: `https://${hostInUrl(published.address)}:${published.port}` };
}
