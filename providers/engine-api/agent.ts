import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Endpoint, Host } from '../../core/contracts/host.js';

/** What Node's HTTP client calls on a socket, and a stream through another machine lacks. */
const socketMethods = ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref', 'destroySoon'] as const;

type Created = Parameters<Agent['createConnection']>[1];

/** An HTTP agent whose connections are opened by the host, wherever the host is. */
export class HostAgent extends Agent {
  constructor(
    private readonly host: Host,
    private readonly endpoint: Endpoint,
  ) {
    super({ keepAlive: true });
  }

  override createConnection(_options: ClientRequestArgs, created?: Created): undefined {
    this.host.connect(this.endpoint).then(
      (stream) => created?.(null, asSocket(stream)),
      // Node reads no stream beside an error, whatever its types say.
      (error: Error) => (created as ((error: Error) => void) | undefined)?.(error),
    );
  }
}

function asSocket(stream: Duplex): Duplex {
  const methods = stream as unknown as Record<string, unknown>;
  for (const name of socketMethods) methods[name] ??= () => stream;
  return stream;
}
