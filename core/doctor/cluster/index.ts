import type { Check, ClusterSubject } from '../../contracts/index.js';
import { certificates } from './certificates.js';
import { apiServer, controlPlane } from './control-plane.js';
import { dns } from './dns.js';
import { kubeconfig } from './kubeconfig.js';
import { podNetwork, services } from './network.js';
import { nodeLogs, nodesAreReady, nodesRunning } from './nodes.js';
import { storage } from './storage.js';

/** What is looked at in a cluster, in the order in which it is told. */
export const clusterChecks: readonly Check<ClusterSubject>[] = [
  nodesRunning,
  nodesAreReady,
  apiServer,
  controlPlane,
  certificates,
  services,
  podNetwork,
  dns,
  storage,
  kubeconfig,
  nodeLogs,
];
