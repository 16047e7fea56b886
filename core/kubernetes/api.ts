import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { KubernetesApi, KubernetesObject, RequestOptions, WatchEvent } from '../contracts/cluster-access.js';
import { kubernetesRefused } from '../errors/index.js';
import { parseManifest } from './parse-manifest.js';

const maxTries = 50;
const busyPauseMs = 200;

export interface KubernetesConnection {
  /** Opens a connection to the API server's port. */
  connect(): Promise<Duplex>;
  /** A name that the server's certificate is for. */
  readonly serverName: string;
  /** PEM. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A client of one API server; connections are kept open until `close`. */
export function createKubernetesApi(connection: KubernetesConnection): KubernetesApi {
  return new HttpKubernetesApi(connection);
}

class HttpKubernetesApi implements KubernetesApi {
  readonly #agent: Agent;
  readonly #resources = new Map<string, Promise<ApiResource[]>>();

  constructor(connection: KubernetesConnection) {
    this.#agent = new TunnelAgent(connection);
  }

  async request<T>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
    let response = await this.#send(method, path, body, options);
    let answer = await text(response);
    for (let tries = 1; tries < maxTries && isBusy(response); tries++) {
      await sleep(busyPauseMs, undefined, { signal: options.signal });
      response = await this.#send(method, path, body, options);
      answer = await text(response);
    }
    const status = response.statusCode ?? 0;
    if (status >= 300) throw kubernetesRefused({ request: `${method} ${path}`, status, reason: reasonOf(answer) });
    return (answer.startsWith('{') ? JSON.parse(answer) : answer) as T;
  }

  async *watch<T>(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>> {
    try {
      yield* this.#watch(path, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async *#watch<T>(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>> {
    const separator = path.includes('?') ? '&' : '?';
    const response = await this.#send('GET', `${path}${separator}watch=true`, undefined, { signal });
    if (response.statusCode !== 200) {
      const reason = reasonOf(await text(response));
      throw kubernetesRefused({ request: `GET ${path}`, status: response.statusCode ?? 0, reason });
    }
    for await (const line of linesOf(response)) {
      const event = JSON.parse(line) as WatchEvent<T>;
      // Anything else is a bookmark, or an error after which the server ends the watch.
      if (['ADDED', 'MODIFIED', 'DELETED'].includes(event.type)) yield event;
    }
  }

  async apply(manifest: string | readonly KubernetesObject[], signal?: AbortSignal): Promise<void> {
    for (const object of typeof manifest === 'string' ? parseManifest(manifest) : manifest) {
      const path = await this.#pathOf(object, signal);
      const contentType = 'application/apply-patch+yaml';
      await this.request('PATCH', `${path}?fieldManager=kind&force=true`, object, { contentType, signal });
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #pathOf({ apiVersion, kind, metadata }: KubernetesObject, signal?: AbortSignal): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = await this.#resourcesOf(root, signal);
    const resource = known.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
    if (!resource) {
      const reason = `it serves no ${kind} of ${apiVersion}`;
      throw kubernetesRefused({ request: `apply ${kind} ${metadata.name}`, status: 404, reason });
    }
    const scope = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${scope}/${resource.name}/${metadata.name}`;
  }

  #resourcesOf(root: string, signal?: AbortSignal): Promise<ApiResource[]> {
    let resources = this.#resources.get(root);
    if (!resources) {
      const list = this.request<{ resources: ApiResource[] }>('GET', root, undefined, { signal });
      resources = list.then((answer) => answer.resources);
      // A group that is not served yet may be served later: only answers are remembered.
      resources.catch(() => this.#resources.delete(root));
      this.#resources.set(root, resources);
    }
    return resources;
  }

  #send(method: string, path: string, body: unknown, options: RequestOptions): Promise<IncomingMessage> {
    const headers = { accept: 'application/json', 'content-type': options.contentType ?? 'application/json' };
    return new Promise((resolve, reject) => {
      const outgoing = request({ agent: this.#agent, method, path, headers, signal: options.signal }, resolve);
      outgoing.once('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** A server that has just started answers so while its caches fill; it has not done what was asked. */
function isBusy({ statusCode, headers }: IncomingMessage): boolean {
  return (statusCode === 429 || statusCode === 503) && headers['retry-after'] !== undefined;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** TLS over whatever stream leads to the API server, be it a socket or a channel of an SSH connection. */
class TunnelAgent extends Agent {
  constructor(readonly connection: KubernetesConnection) {
    super({ keepAlive: true });
  }

  override createConnection(_options: object, callback: (error: Error | null, stream: Duplex) => void): undefined {
    const { serverName: servername, ca, cert, key } = this.connection;
    this.connection.connect().then(
      (socket) => callback(null, connectTls({ socket, servername, ca, cert, key, ALPNProtocols: ['http/1.1'] })),
      (error) => callback(error, undefined as never),
    );
  }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  response.setEncoding('utf8');
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function reasonOf(answer: string): string {
  try {
    return (JSON.parse(answer) as { message?: string }).message ?? answer;
  } catch {
    return answer;
  }
}
