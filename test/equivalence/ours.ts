import { loadConfig } from '../../core/config/index.js';
import type { ClusterSpec, PortSpec } from '../../core/contracts/index.js';
import { createEventBus } from '../../core/events/event-bus.js';
import { renderDocuments } from '../../core/kubernetes/kubeadm-config.js';
import { CreateContext } from '../../core/plan/create-context.js';
import { checkEngine } from '../../core/plan/steps/check-engine.js';
import { createNetwork } from '../../core/plan/steps/create-network.js';
import { documentsOf } from '../../core/plan/steps/start-control-plane.js';
import { startNode } from '../../core/plan/steps/start-node.js';
import { bindOf } from '../../providers/engine-api/container-spec.js';
import { fakeCluster } from '../fakes/cluster.js';
import { type FakeProvider, fakeProvider } from '../fakes/provider.js';
import type { NodeIdentity, Surroundings, WrittenNode } from './upstream.js';

export const specOf = (file: string, text: string): ClusterSpec => loadConfig({ file, text }, {}, process.cwd());

/** Starts the nodes of a cluster on an engine in memory, by create's own steps, and asks for what kubeadm is to read. */
export async function writtenByUs(
  spec: ClusterSpec,
  found: Surroundings,
  nodes: readonly NodeIdentity[],
): Promise<ReadonlyMap<string, WrittenNode>> {
  const provider = engineInMemory(found, nodes);
  const context = new CreateContext({ ...fakeCluster(spec, createEventBus()).inputs, provider, waitMs: 0 });
  context.images.value = new Map(spec.nodes.map(({ name }) => [name, { reference: 'image', arch: 'amd64' }]));
  const { signal } = new AbortController();
  await checkEngine.run(context, signal);
  await createNetwork.run(context, signal);
  for (const node of spec.nodes) await startNode(node).run(context, signal);
  return new Map(
    spec.nodes.map((node) => {
      const started = provider.nodes.get(node.name);
      return [
        node.name,
        {
          kubeadm: renderDocuments(documentsOf(context, context.booted(node))),
          containerd: String(started?.files.get('/etc/containerd/config.toml')?.content ?? found.containerdConfig),
          mounts: (started?.spec.mounts ?? []).map(bindOf),
          ports: (started?.spec.ports ?? []).map(publication),
        },
      ];
    }),
  );
}

function engineInMemory(found: Surroundings, identities: readonly NodeIdentity[]): FakeProvider {
  return {
    ...fakeProvider({
      exec: async (_, argv) => {
        const command = argv.join(' ');
        if (command.includes('/kind/version')) return `${found.kubernetesVersion}\n`;
        return command === 'cat /etc/containerd/config.toml' ? found.containerdConfig : '';
      },
      addresses: ({ spec }) => identities.find(({ name }) => name === spec.name),
    }),
    name: 'docker',
    facts: async () => ({ version: '1', endpoint: 'memory', isRootless: found.isRootless ?? false }),
  };
}

function publication({ listenAddress, hostPort, containerPort, protocol }: PortSpec): string {
  const host = listenAddress.includes(':') ? `[${listenAddress}]` : listenAddress;
  return `${host}:${hostPort}:${containerPort}/${protocol}`;
}
