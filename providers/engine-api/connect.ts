import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type Dockerode from 'dockerode';
import type { Endpoint, Host } from '../../core/contracts/host.js';
import { messageOf, providerUnreachable } from '../../core/errors/index.js';
import { HostAgent } from './agent.js';
import { dockerDialect } from './docker-dialect.js';
import { Engine } from './engine.js';
import { podmanDialect } from './podman-dialect.js';

/** Where an engine may answer. */
export interface Address {
  /** As a user would write it: `unix:///run/podman/podman.sock`. */
  readonly url: string;
  readonly endpoint: Endpoint;
}

export interface OpenEngine {
  readonly engine: Engine;
  /** Ends the connections. */
  close(): void;
}

/** Connects to the first address that answers. Throws PROVIDER_UNREACHABLE with every address's reason when none does. */
export async function connectEngine(
  provider: string,
  host: Host,
  addresses: readonly Address[],
  signal?: AbortSignal,
): Promise<OpenEngine> {
  const refusals: { url: string; reason: string }[] = [];
  for (const address of addresses) {
    try {
      return await openEngine(provider, host, address, signal);
    } catch (error) {
      signal?.throwIfAborted();
      refusals.push({ url: address.url, reason: messageOf(error) });
    }
  }
  throw providerUnreachable({
    provider,
    endpoint: refusals.map(({ url }) => url).join(' or '),
    reason: refusals.map(({ reason }) => reason).join('; '),
  });
}

async function openEngine(provider: string, host: Host, address: Address, signal?: AbortSignal): Promise<OpenEngine> {
  const { default: Docker } = await import('dockerode');
  const agent = new HostAgent(host, address.endpoint);
  // With a host given, neither DOCKER_HOST nor a default socket wins over the agent; it is only what HTTP's Host header says.
  const options: Dockerode.DockerOptions & { agent: HostAgent } = {
    agent,
    host: 'localhost',
    port: 80,
    protocol: 'http',
  };
  const docker = new Docker(options);
  try {
    const headers = await ping(docker, signal);
    const socketPath = 'path' in address.endpoint ? address.endpoint.path : undefined;
    const context = { docker, host, socketPath, apiVersion: String(headers['api-version'] ?? '') };
    const podman = headers['libpod-api-version'];
    const dialect = podman === undefined ? dockerDialect(context) : podmanDialect(context);
    const version = podman === undefined ? versionIn(String(headers.server)) : String(podman);
    return { engine: new Engine(provider, address.url, version, host, docker, dialect), close: () => agent.destroy() };
  } catch (error) {
    agent.destroy();
    throw error;
  }
}

interface Modem {
  dial(options: object, answered: (error: Error | null, response: IncomingMessage) => void): void;
}

/** The headers of the cheapest answer say which engine it is and its version; dockerode's own ping drops them. */
function ping(docker: Dockerode, abortSignal?: AbortSignal): Promise<IncomingHttpHeaders> {
  const request = { path: '/_ping', method: 'GET', isStream: true, statusCodes: { 200: true }, abortSignal };
  return new Promise((resolve, reject) => {
    (docker.modem as Modem).dial(request, (error, response) => {
      if (error !== null) return reject(error);
      response.resume();
      resolve(response.headers);
    });
  });
}

/** `Docker/26.1.5 (linux)` */
const versionIn = (server: string): string => /^\w+\/(\S+)/.exec(server)?.[1] ?? 'unknown';
