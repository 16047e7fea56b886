import type { KubernetesObject } from '../contracts/cluster-access.js';
import { argumentIn } from './arguments.js';

/**
 * A node as its kubelet would register it, with its pod ranges. `registration` is kubeadm's nodeRegistration, of any
 * version; a kubelet that finds its node registered adds neither labels nor taints from its flags.
 */
export function nodeObject(
  name: string,
  registration: unknown,
  podCidrs: readonly string[],
  arch: string,
): KubernetesObject {
  const { kubeletExtraArgs, taints } = (registration ?? {}) as NodeRegistration;
  const flag = (wanted: string) => argumentIn(kubeletExtraArgs, wanted);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': arch,
        ...parsePairs(flag('node-labels')),
      },
    },
    spec: {
      podCIDR: podCidrs[0],
      podCIDRs: podCidrs,
      providerID: flag('provider-id'),
      ...(taints ? { taints } : {}),
    },
  };
}

interface NodeRegistration {
  readonly kubeletExtraArgs?: unknown;
  readonly taints?: readonly object[];
}

function parsePairs(pairs = ''): Record<string, string> {
  const split = pairs.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(split.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
