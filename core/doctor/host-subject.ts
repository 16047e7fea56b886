import type { EngineDetails, HostSubject, Machine, Node, Provider } from '../contracts/index.js';

export interface HostSubjectInputs extends Pick<HostSubject, 'host' | 'env' | 'newNodes' | 'networking'> {
  /** Rejects when no engine answers. */
  readonly provider: Promise<Provider>;
  /** Of a cluster that is there; through one of them the engine's machine is seen where it is not the host. */
  readonly nodes: readonly Node[];
  readonly signal?: AbortSignal;
}

/** What the checks of a host are given. */
export async function hostSubject(inputs: HostSubjectInputs): Promise<HostSubject> {
  const { host, provider, nodes, env, newNodes, networking, signal } = inputs;
  const engine = provider.then((opened) => engineDetails(opened, signal));
  // Whoever asks is told; nobody has to.
  engine.catch(() => {});
  const isLinux = (await host.facts(signal)).os === 'linux';
  return { host, machine: isLinux ? host : virtualMachine(nodes), engine, env, newNodes, networking };
}

/** What a provider tells of its engine, or as much as every provider does. */
async function engineDetails(provider: Provider, signal?: AbortSignal): Promise<EngineDetails> {
  if (provider.inspect) return provider.inspect(signal);
  return { name: provider.name, networks: [], ...(await provider.facts(signal)) };
}

/** Elsewhere than on Linux the engine has a machine of its own, into which only a node lets us look. */
function virtualMachine(nodes: readonly Node[]): Machine {
  const running = nodes.find((node) => node.running);
  if (running) return running;
  return {
    exec: async () => {
      throw new Error(
        'the engine runs in a virtual machine; name a running cluster with --name, through which it is seen',
      );
    },
  };
}
