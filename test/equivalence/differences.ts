import type { Difference } from './compare.js';

/** A difference from upstream that is meant. */
export interface MeantDifference {
  readonly reason: string;
  /** Names of the configs; every config unless told. */
  readonly configs?: readonly string[];
  readonly matches: (difference: Difference) => boolean;
}

const at = (pattern: RegExp) => (difference: Difference) => pattern.test(difference.path);

export const meantDifferences: readonly MeantDifference[] = [
  {
    reason:
      'At its default of 20 requests a second the controller manager needs 5 s for its controllers’ service accounts, and no pod is made before that.',
    matches: at(/^ClusterConfiguration\/controllerManager\/extraArgs\/kube-api-(qps|burst)$/),
  },
  {
    reason:
      'A kubeconfig names 127.0.0.1 for an API server that listens on every address, and for one at ::1 on an engine that cannot forward from there.',
    configs: ['api-server-port', 'ipv6', 'ipv6-all'],
    matches: (difference) =>
      difference.path === 'ClusterConfiguration/apiServer/certSANs/2' && difference.ours === '"127.0.0.1"',
  },
];
