import { controlPlaneEndpoint } from '../../cluster/names.js';
import type { NodeConfig } from '../../contracts/index.js';
import { renderDocuments, workerDocuments } from '../../kubernetes/kubeadm-config.js';
import { createKubeletFiles } from '../../kubernetes/pki/index.js';
import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
import { documentsOf, kubeadmConfigPath } from './start-control-plane.js';

export interface JoinNeeds {
  readonly started: Step<CreateContext>;
  /** The control plane's documents are shared with the workers. */
  readonly controlPlaneStarted: Step<CreateContext>;
  readonly pkiMade: Step<CreateContext>;
  readonly registered: Step<CreateContext>;
  readonly connected: Step<CreateContext>;
  readonly routed: Step<CreateContext>;
}

/** A worker has its credentials beforehand: all it does to join is to start its kubelet. */
export function joinWorker(config: NodeConfig, needs: JoinNeeds): Step<CreateContext>[] {
  const prepare: Step<CreateContext> = {
    title: `Prepare worker ${config.name}`,
    needs: [needs.started, needs.controlPlaneStarted, needs.pkiMade],
    async run(context, signal) {
      const booted = context.booted(config);
      const identity = {
        nodeName: config.name,
        clusterName: context.spec.name,
        server: `https://${controlPlaneEndpoint(context.spec)}`,
      };
      const documents = workerDocuments(context.documents.value, documentsOf(context, booted));
      await booted.node.writeFiles(
        [
          ...(await createKubeletFiles(context.pki.value, identity)),
          { path: kubeadmConfigPath, content: renderDocuments(documents), mode: 0o600 },
        ],
        signal,
      );
    },
  };
  const join: Step<CreateContext> = {
    title: `Join worker ${config.name}`,
    needs: [prepare, needs.registered, needs.connected, needs.routed],
    async run(context, signal) {
      const argv = ['kubeadm', 'init', 'phase', 'kubelet-start', `--config=${kubeadmConfigPath}`];
      await run(context.booted(config).node, argv, signal);
    },
  };
  return [prepare, join];
}
