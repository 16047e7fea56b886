import type { Host } from '../../core/contracts/host.js';
import type { Node } from '../../core/contracts/node.js';
import type { NodeSpec, PortSpec } from '../../core/contracts/provider.js';
import { portInUse } from '../../core/errors/index.js';
import { containerOptions, optionalHostPaths } from './container-spec.js';
import type { Engine } from './engine.js';
import { isNetworkGone } from './errors.js';
import { ensureNetwork } from './network.js';
import { engineNode } from './node.js';
import { bindPorts } from './ports.js';
import { removeContainer } from './remove-container.js';

const attempts = 3;

/**
 * Creates and starts a node's container. Survives that another process took a port that was free a moment ago, or removed
 * the network because nothing had used it yet.
 */
export async function createNode(engine: Engine, spec: NodeSpec, signal?: AbortSignal): Promise<Node> {
  const { name, cluster, role, image } = spec;
  const action = `create node ${name}`;
  for (let attempt = 1; ; attempt++) {
    await engine.ask(action, createContainer(engine, spec, signal), name);
    try {
      await engine.docker.getContainer(name).start({ abortSignal: signal });
      return engineNode(engine, { name, cluster, role, image, running: true });
    } catch (cause) {
      const error = engine.translate(action, cause, name);
      const curable = isNetworkGone(cause) || (portInUse.is(error) && spec.ports.some((port) => port.hostPort === 0));
      if (!curable || attempt === attempts) throw error;
      await engine.ask(action, removeContainer(engine, name));
      await engine.ask(action, ensureNetwork(engine, spec.network, signal));
    }
  }
}

async function createContainer(engine: Engine, spec: NodeSpec, signal?: AbortSignal): Promise<void> {
  const traits = await engine.dialect.traits();
  const portOf = (port: PortSpec) => ({
    ...port,
    listenAddress: engine.dialect.portAddress(port.listenAddress, traits),
  });
  const [hostPaths, ports] = await Promise.all([
    existingPaths(engine.host),
    bindPorts(engine.host, spec.ports.map(portOf)),
  ]);
  const options = containerOptions(engine, spec, { traits, hostPaths, ports });
  const create = () => engine.dialect.createContainer(options, spec, signal);
  try {
    await create();
  } catch (error) {
    if (!isNetworkGone(error)) throw error;
    // podman looks for the network already here, docker when it starts the container.
    await ensureNetwork(engine, spec.network, signal);
    await create();
  }
}

async function existingPaths(host: Host): Promise<ReadonlySet<string>> {
  const found = await Promise.all(optionalHostPaths.map(async (path) => ((await host.exists(path)) ? [path] : [])));
  return new Set(found.flat());
}
