import type { Node, NodeSpec } from '../contracts/index.js';
import { nodeCommandFailed } from '../errors/index.js';
import { type BalancedServers, haproxyConfig } from './haproxy-config.js';
import { apiServerMapping, type NodeSpecInputs, networkOf } from './node-spec.js';

const configPath = '/kind/haproxy.cfg';

/** A config that HAProxy would not take is never put in the place of one that it has. Before HAProxy has started, nobody minds the signal. */
const takeNewConfig = ['sh', '-c', 'haproxy -c -q -f "$1.new" && mv "$1.new" "$1" && kill -USR2 1', 'sh', configPath];

export interface LoadBalancerInputs extends Omit<NodeSpecInputs, 'nodeEnv'> {
  readonly name: string;
  /** The program of the image that is a load balancer. */
  readonly program: string;
}

/** What the provider shall run in front of the control planes. The user's API port is its. */
export function loadBalancerSpecOf({ name, program, spec, image, networkName }: LoadBalancerInputs): NodeSpec {
  return {
    name,
    cluster: spec.name,
    role: 'external-load-balancer',
    image,
    command: [program],
    network: networkOf(spec, networkName),
    // A name that nobody knows must not hold up the others.
    env: { RES_OPTIONS: 'timeout:1 attempts:1' },
    mounts: [],
    ports: [apiServerMapping(spec.networking)],
  };
}

/** Makes a load balancer lead to these members, whatever it led to before. Connections to others end within seconds. */
export async function balance(loadBalancer: Node, servers: BalancedServers, signal?: AbortSignal): Promise<void> {
  await loadBalancer.writeFiles([{ path: `${configPath}.new`, content: haproxyConfig(servers) }], signal);
  const { exitCode, stdout, stderr } = await loadBalancer.exec(takeNewConfig, { signal });
  if (exitCode === 0) return;
  throw nodeCommandFailed({ node: loadBalancer.name, argv: takeNewConfig, exitCode, output: stdout + stderr });
}
