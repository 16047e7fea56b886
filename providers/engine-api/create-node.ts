import type { Host } from '../../core/contracts/host.js';
import type { Node } from '../../core/contracts/node.js';
import type { NodeSpec } from '../../core/contracts/provider.js';
import { portInUse } from '../../core/errors/index.js';
import { containerOptions, optionalHostPaths } from './container-spec.js';
import type { Engine } from './engine.js';
import { isNetworkGone } from './errors.js';
import { ensureNetwork } from './network.js';
import { engineNode } from './node.js';
import { bindPorts } from './ports.js';

const attempts = 3;

/**
 * Creates and starts a node's container. Survives that another process took a port that was free a moment ago, or removed
 * the network because nothing had used it yet.
 */
export async function createNode(engine: Engine, spec: NodeSpec, signal?: AbortSignal): Promise<Node> {
  const action = `create node ${spec.name}`;
  for (let attempt = 1; ; attempt++) {
    const made = { container: false };
    try {
      await runContainer(engine, spec, made, signal);
      return engineNode(engine, { ...spec, running: true });
    } catch (cause) {
      const error = engine.translate(action, cause, spec.name);
      const curable = isNetworkGone(cause) || (portInUse.is(error) && spec.ports.some((port) => port.hostPort === 0));
      if (!curable || attempt === attempts) throw error;
      await engine.ask(action, undo(engine, spec, made.container));
      await engine.ask(action, ensureNetwork(engine, spec.network, signal));
    }
  }
}

async function runContainer(engine: Engine, spec: NodeSpec, made: { container: boolean }, signal?: AbortSignal) {
  const [traits, hostPaths, ports] = await Promise.all([
    engine.dialect.traits(),
    existingPaths(engine.host),
    bindPorts(engine.host, spec.ports),
  ]);
  const volume = await engine.dialect.createVolume(spec, signal);
  const options = containerOptions(engine, spec, { traits, hostPaths, ports, volume });
  await engine.dialect.createContainer(options, spec, signal);
  made.container = true;
  await engine.docker.getContainer(spec.name).start({ abortSignal: signal });
}

async function undo(engine: Engine, spec: NodeSpec, container: boolean): Promise<void> {
  if (container) await engine.docker.getContainer(spec.name).remove({ force: true, v: true });
  await engine.dialect.removeVolumes(spec.name);
}

async function existingPaths(host: Host): Promise<ReadonlySet<string>> {
  const found = await Promise.all(optionalHostPaths.map(async (path) => ((await host.exists(path)) ? [path] : [])));
  return new Set(found.flat());
}
