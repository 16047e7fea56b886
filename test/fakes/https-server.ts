import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** PEM. Only clients of the same authority are served. */
export interface ServerCredentials {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

export interface HttpsServer {
  readonly port: number;
  /** In the order in which they came. */
  readonly received: readonly Received[];
  close(): void;
}

export type Answer = (request: Received, response: ServerResponse, raw: IncomingMessage) => void;

/** A real HTTPS server on loopback, at a port of its own. */
export async function startHttpsServer(credentials: ServerCredentials, answer: Answer): Promise<HttpsServer> {
  const received: Received[] = [];
  const server = createServer(
    { ...credentials, requestCert: true, rejectUnauthorized: true },
    async (raw, response) => {
      const body = await text(raw);
      const { method = '', url: path = '', headers } = raw;
      const request = {
        method,
        path,
        contentType: headers['content-type'],
        body: body === '' ? undefined : JSON.parse(body),
      };
      received.push(request);
      answer(request, response, raw);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, received, close };
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
