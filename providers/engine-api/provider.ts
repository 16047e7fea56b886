import type { Host } from '../../core/contracts/host.js';
import type { Node } from '../../core/contracts/node.js';
import type { NodeSpec, Provider } from '../../core/contracts/provider.js';
import type { OpenEngine } from './connect.js';
import { createNode } from './create-node.js';
import { engineDiagnostics } from './diagnostics.js';
import type { Engine } from './engine.js';
import { engineImages } from './images.js';
import { inspectEngine } from './inspect.js';
import { clusterLabel } from './labels.js';
import { ensureNetwork, removeUnusedNetwork } from './network.js';
import { engineNode, identityOf } from './node.js';
import { removeContainer } from './remove-container.js';

export interface EngineProviderOptions {
  readonly name: string;
  readonly host: Host;
  /** Throws PROVIDER_UNREACHABLE. Called once, and again after it failed. */
  readonly open: (signal?: AbortSignal) => Promise<OpenEngine & { stop?(): Promise<void> }>;
}

/** A provider on any engine that speaks Docker's API. Connects when it is first needed. */
export function engineProvider({ name, host, open }: EngineProviderOptions): Provider {
  let opened: ReturnType<EngineProviderOptions['open']> | undefined;

  function connected(signal?: AbortSignal): Promise<Engine> {
    opened ??= open(signal).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened.then(({ engine }) => engine);
  }

  return {
    name,
    host,
    images: engineImages(connected),
    diagnostics: engineDiagnostics(connected),
    facts: async (signal) => {
      const { version, endpoint, dialect } = await connected(signal);
      return { version, endpoint, isRootless: (await dialect.traits()).isRootless };
    },
    inspect: async (signal) => inspectEngine(await connected(signal), signal),
    ensureNetwork: async (spec, signal) => {
      const engine = await connected(signal);
      return engine.ask(`make the network ${spec.name}`, ensureNetwork(engine, spec, signal));
    },
    removeUnusedNetwork: async (network, signal) => {
      const engine = await connected(signal);
      await engine.ask(`remove the network ${network}`, removeUnusedNetwork(engine, network, signal));
    },
    createNode: async (spec: NodeSpec, signal) => createNode(await connected(signal), spec, signal),
    listNodes: async (cluster, signal) => listNodes(await connected(signal), cluster, signal),
    releaseNode: async (node, signal) => {
      const engine = await connected(signal);
      await engine.ask(`stop node ${node.name}`, engine.dialect.releaseContainer(node.name));
    },
    removeNode: async (node, signal) => {
      const engine = await connected(signal);
      await engine.ask(`remove node ${node.name}`, removeContainer(engine, node.name, signal));
    },
    close: async () => {
      const ending = await opened?.catch(() => undefined);
      opened = undefined;
      ending?.close();
      await ending?.stop?.();
    },
  };
}

async function listNodes(engine: Engine, cluster?: string, signal?: AbortSignal): Promise<Node[]> {
  const label = cluster === undefined ? clusterLabel : `${clusterLabel}=${cluster}`;
  const query = { all: true, filters: { label: [label] }, abortSignal: signal };
  const containers = await engine.ask('list the nodes', engine.docker.listContainers(query));
  return containers.map((container) => engineNode(engine, identityOf(container)));
}
