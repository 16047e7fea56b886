import type { ServerResponse } from 'node:http';
import { loadBalancerName } from '../../core/cluster/names.js';
import type { ClusterSpec, Cni, Events, StorageProvisioner } from '../../core/contracts/index.js';
import type { CreateInputs } from '../../core/plan/create-context.js';
import { answerJson, type HttpsServer, type Received, startHttpsServer } from './https-server.js';
import { type FakeNode, type FakeProvider, fakeProvider } from './provider.js';

export interface FakeCluster {
  readonly provider: FakeProvider;
  readonly inputs: Omit<CreateInputs, 'waitMs'>;
  /** What happened in the nodes, at the API and to the kubeconfig, in order. */
  readonly log: string[];
  close(): void;
}

const pki = '/etc/kubernetes/pki';

/**
 * An engine in memory whose control plane, once kubeadm is run in it, is a real HTTPS server with the certificates that
 * were written into the node. Nodes are Ready when their kubelet was started, and add-ons when kubeadm installed them.
 */
export function fakeCluster(spec: ClusterSpec, events: Events): FakeCluster {
  const log: string[] = [];
  const running = new Set<string>();
  let server: HttpsServer | undefined;

  const exec = async (node: FakeNode, argv: readonly string[]): Promise<string> => {
    const command = argv.join(' ');
    if (command.includes('/kind/version')) return 'v1.34.4\n';
    log.push(`${node.spec.name}: ${shorten(command)}`);
    if (command.includes('kubelet-start') && node.spec.role === 'worker') running.add(node.spec.name);
    if (command.startsWith('kubeadm') && node.spec.role === 'control-plane') running.add(node.spec.name);
    if (shorten(command) === 'install add-ons') running.add('add-ons');
    if (shorten(command) === 'start the control plane' && node.spec.name === `${spec.name}-control-plane`)
      server = await startHttpsServer(credentialsOf(node), answer);
    return '';
  };

  function answer({ method, path }: Received, response: ServerResponse): void {
    if (path.includes('watch=true')) watch(path, response);
    else {
      log.push(`API: ${method} ${path}`);
      answerJson(response, 200, { spec: { taints: [] } });
    }
  }

  function watch(path: string, response: ServerResponse): void {
    const isNodes = path.includes('/nodes');
    const names = isNodes ? [...running] : running.has('add-ons') ? ['any'] : [];
    const conditions = [{ type: isNodes ? 'Ready' : 'Available', status: 'True' }];
    const status = { conditions, desiredNumberScheduled: 1, numberReady: 1 };
    for (const name of names) {
      response.write(`${JSON.stringify({ type: 'ADDED', object: { metadata: { name }, status } })}\n`);
    }
    response.flushHeaders();
  }

  const published = () => server && { address: '127.0.0.1', port: server.port };
  const image = { reference: 'image:1', arch: 'amd64', loadBalancer: '/load-balancer' };
  const loadBalancer = loadBalancerName(spec) ?? '';
  const provider = fakeProvider({ exec, publishedPort: published });
  const inputs: FakeCluster['inputs'] = {
    spec,
    provider,
    events,
    cni: fakeCni(log),
    storage: fakeStorage(log),
    prepareImages: async () =>
      new Map([...spec.nodes.map(({ name }) => name), loadBalancer].map((name) => [name, image])),
    kubeconfig: {
      merge: async ({ cluster }) => void log.push(`kubeconfig: merge ${cluster}`),
      remove: async (cluster) => void log.push(`kubeconfig: remove ${cluster}`),
    },
    networkName: 'kind',
    nodeEnv: () => ({}),
    gatherLogs: async (nodes) =>
      void log.push(
        `logs: ${nodes
          .map(({ name }) => name)
          .sort()
          .join(' ')}`,
      ),
  };
  return { provider, inputs, log, close: () => server?.close() };
}

/** Enough of a command to know it by. */
function shorten(command: string): string {
  if (command.startsWith('kubeadm init phase')) return 'start the kubelet';
  if (command.startsWith('kubeadm')) return purposeOf(command);
  if (command.includes('haproxy')) return 'balance';
  if (command.includes('iptables')) return 'route the service';
  return command;
}

function purposeOf(kubeadm: string): string {
  if (!kubeadm.includes(',kubelet-start,')) return 'start the control plane';
  return kubeadm.includes('upload-config') ? 'complete the control plane' : 'install add-ons';
}

function credentialsOf({ files }: FakeNode) {
  const read = (name: string) => String(files.get(`${pki}/${name}`)?.content);
  return { ca: read('ca.crt'), cert: read('apiserver.crt'), key: read('apiserver.key') };
}

function fakeCni(log: string[]): Cni {
  return {
    name: 'fake',
    activate: ['activate-network'],
    nodeFiles: ({ podCidrs }, all) => [{ path: '/etc/cni', content: `${podCidrs} of ${all.length}` }],
    install: async () => void log.push('network: install'),
  };
}

function fakeStorage(log: string[]): StorageProvisioner {
  return { name: 'fake', deployments: ['storage/fake'], install: async () => void log.push('storage: install') };
}
