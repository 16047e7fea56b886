import { loadBalancerName } from '../cluster/names.js';
import { explainFailure } from '../doctor/explain.js';
import type { CreateContext } from './create-context.js';
import type { Plan } from './step.js';
import { checkEngine } from './steps/check-engine.js';
import { checkHost } from './steps/check-host.js';
import { connectPods } from './steps/connect-pods.js';
import { createNetwork } from './steps/create-network.js';
import { createPki } from './steps/create-pki.js';
import { completeControlPlane, installAddons } from './steps/install-addons.js';
import { installCni, installStorage } from './steps/install-plugins.js';
import { joinWorker } from './steps/join-worker.js';
import { balanceControlPlanes, startLoadBalancer } from './steps/load-balancer.js';
import { prepareImages } from './steps/prepare-images.js';
import { registerNodes } from './steps/register-nodes.js';
import { routeApiService } from './steps/route-api-service.js';
import { startControlPlane } from './steps/start-control-plane.js';
import { startNode } from './steps/start-node.js';
import { waitForApi } from './steps/wait-for-api.js';
import { waitUntilUsable } from './steps/wait-until-usable.js';
import { writeKubeconfig } from './steps/write-kubeconfig.js';

/** From nothing to a cluster. Workers boot while the control plane comes up, and join as soon as the API answers. */
export function createPlan(context: CreateContext): Plan<CreateContext> {
  const { spec, inputs } = context;
  const starts = new Map(spec.nodes.map((node) => [node.name, startNode(node)]));
  const started = [...starts.values()];
  const startOf = ({ name }: { readonly name: string }) => {
    const step = starts.get(name);
    if (!step) throw new Error(`no step starts ${name}`);
    return step;
  };
  const pkiMade = createPki(spec, startOf(context.controlPlane));
  const members = context.controlPlanes.map(startOf);
  const name = loadBalancerName(spec);
  const entrance = name ? [startLoadBalancer(name)] : [];
  const controlPlaneStarted = startControlPlane(context.controlPlane, true, [pkiMade, ...members]);
  const apiReady = waitForApi([controlPlaneStarted, ...entrance]);
  const routed = routeApiService([...started, ...entrance]);
  const registered = registerNodes(apiReady, started);
  const addons = installAddons([registered, routed]);
  const further = context.controlPlanes
    .slice(1)
    .map((node) => ({ node, started: startControlPlane(node, false, [pkiMade, ...members]) }));
  const completed = further.map((joining) => completeControlPlane(joining.node, [addons, joining.started]));
  // After the control planes' own files, since those would overwrite what they know of the other nodes.
  const connected = connectPods([...started, controlPlaneStarted, ...further.map((joining) => joining.started)]);
  const joined = spec.nodes
    .filter(({ role }) => role === 'worker')
    .flatMap((node) =>
      joinWorker(node, { started: startOf(node), controlPlaneStarted, pkiMade, registered, connected, routed }),
    );
  const steps = [
    checkEngine,
    checkHost,
    prepareImages,
    createNetwork,
    pkiMade,
    ...entrance,
    ...started,
    controlPlaneStarted,
    ...further.map((joining) => joining.started),
    connected,
    routed,
    apiReady,
    registered,
    writeKubeconfig(apiReady),
    installCni(apiReady),
    installStorage([apiReady, routed]),
    addons,
    ...completed,
    ...(name ? [balanceControlPlanes(completed)] : []),
    ...joined,
  ];
  return {
    name: 'create',
    cluster: spec.name,
    steps: inputs.waitMs > 0 ? [...steps, waitUntilUsable(steps)] : steps,
    explain: (_, failure, signal) => explainFailure(failure, spec, inputs.provider, signal),
    beforeUndo: (_, signal) => gatherLogs(context, signal),
  };
}

async function gatherLogs({ inputs, spec }: CreateContext, signal: AbortSignal): Promise<void> {
  await inputs.gatherLogs?.(await inputs.provider.listNodes(spec.name, signal), signal);
}
