import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import type { KubernetesApi, WatchEvent } from '../../../core/contracts/index.js';
import { KindError } from '../../../core/errors/index.js';
import { createKubernetesApi } from '../../../core/kubernetes/api.js';
import {
  createAdminCredentials,
  createClusterPki,
  createControlPlaneFiles,
} from '../../../core/kubernetes/pki/index.js';
import { type Answer, answerJson, type HttpsServer, startHttpsServer } from '../../fakes/https-server.js';

const nodeName = 'test-control-plane';
const pki = await createClusterPki();
const admin = (await createAdminCredentials(pki)).superAdmin;
const files = await createControlPlaneFiles(pki, {
  nodeName,
  clusterName: 'test',
  controlPlaneEndpoint: `${nodeName}:6443`,
  localApiEndpoint: `${nodeName}:6443`,
  serviceSubnets: ['10.96.0.0/16'],
});
const contentOf = (path: string) => String(files.find((file) => file.path === `/etc/kubernetes/pki/${path}`)?.content);
const credentials = { ca: pki.ca.cert, cert: contentOf('apiserver.crt'), key: contentOf('apiserver.key') };

async function serve(
  t: ExecutionContext,
  answer: Answer,
  serverName = nodeName,
): Promise<{ api: KubernetesApi; server: HttpsServer }> {
  const server = await startHttpsServer(credentials, answer);
  const api = createKubernetesApi({
    ...admin,
    serverName,
    async connect() {
      const socket = connect(server.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
  });
  t.teardown(() => {
    api.close();
    server.close();
  });
  return { api, server };
}

async function refuses(t: ExecutionContext, work: Promise<unknown>): Promise<KindError> {
  return (await t.throwsAsync(work, { instanceOf: KindError, code: 'KUBERNETES_REFUSED' })) as KindError;
}

async function collect<T>(events: AsyncIterable<WatchEvent<T>>): Promise<WatchEvent<T>[]> {
  const all: WatchEvent<T>[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const line = (type: string, name: string) => `${JSON.stringify({ type, object: { metadata: { name } } })}\n`;
const longSignal = () => new AbortController().signal;

test('a request carries its body and content type, and its answer is JSON', async (t) => {
  const { api, server } = await serve(t, (_, response) => answerJson(response, 201, { kind: 'Node' }));
  const body = { metadata: { name: 'n' } };
  const answer = await api.request('PATCH', '/api/v1/nodes/n', body, { contentType: 'application/merge-patch+json' });
  t.deepEqual(answer, { kind: 'Node' });
  t.deepEqual(server.received, [
    { method: 'PATCH', path: '/api/v1/nodes/n', contentType: 'application/merge-patch+json', body },
  ]);
});

test('an answer that is text is given as text', async (t) => {
  const { api } = await serve(t, (_, response) => response.end('ok'));
  t.is(await api.request('GET', '/readyz'), 'ok');
});

test('a refusal tells the request, the status and the reason of the API server', async (t) => {
  const message = 'nodes "n" already exists';
  const { api } = await serve(t, (_, response) => answerJson(response, 409, { kind: 'Status', message }));
  const error = await refuses(t, api.request('POST', '/api/v1/nodes', {}));
  t.like(error.details, { request: 'POST /api/v1/nodes', status: 409, reason: message });
});

test('a refusal that is not JSON is told as it is', async (t) => {
  const { api } = await serve(t, (_, response) => response.writeHead(404).end('404 page not found\n'));
  const error = await refuses(t, api.request('GET', '/nowhere'));
  t.like(error.details, { status: 404, reason: '404 page not found\n' });
});

test('a server that is still filling its caches is asked again', async (t) => {
  const { api, server } = await serve(t, (_, response) => {
    if (server.received.length < 3) response.writeHead(429, { 'retry-after': '1' }).end('storage is initializing');
    else answerJson(response, 200, { kind: 'NodeList' });
  });
  t.deepEqual(await api.request('GET', '/api/v1/nodes'), { kind: 'NodeList' });
  t.is(server.received.length, 3);
});

test('a 503 that does not ask to come again is a refusal at once', async (t) => {
  const { api, server } = await serve(t, (_, response) => response.writeHead(503).end('down'));
  await refuses(t, api.request('GET', '/api/v1/nodes'));
  t.is(server.received.length, 1);
});

test('a server whose certificate is for another name is not trusted', async (t) => {
  const { api, server } = await serve(t, (_, response) => response.end('ok'), 'another-control-plane');
  await t.throwsAsync(api.request('GET', '/readyz'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  t.deepEqual(server.received, []);
});

test('a connection that is reset in the middle of an answer is an error', async (t) => {
  const { api } = await serve(t, (_, response, raw) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"half":');
    setImmediate(() => raw.socket.destroy());
  });
  await t.throwsAsync(api.request('GET', '/api/v1/nodes'), { code: 'ECONNRESET' });
});

test('an aborted request ends with an abort', async (t) => {
  const abort = new AbortController();
  const { api } = await serve(t, () => abort.abort());
  await t.throwsAsync(api.request('GET', '/api/v1/nodes', undefined, { signal: abort.signal }), { name: 'AbortError' });
});

test('a connection that cannot be opened is an error of the request', async (t) => {
  const api = createKubernetesApi({
    ...admin,
    serverName: nodeName,
    connect: () => Promise.reject(new Error('the tunnel is closed')),
  });
  t.teardown(() => api.close());
  await t.throwsAsync(api.request('GET', '/readyz'), { message: 'the tunnel is closed' });
});

test('a watch yields every change, in order, until the server ends it', async (t) => {
  const text = line('ADDED', 'a') + line('MODIFIED', 'a') + line('BOOKMARK', '') + line('DELETED', 'a');
  const { api, server } = await serve(t, (_, response) => response.end(text));
  const events = await collect(api.watch('/api/v1/nodes?limit=5', longSignal()));
  t.deepEqual(
    events.map(({ type }) => type),
    ['ADDED', 'MODIFIED', 'DELETED'],
  );
  t.is(server.received[0]?.path, '/api/v1/nodes?limit=5&watch=true');
});

test('a watch whose chunks end in the middle of a line and of a character loses nothing', async (t) => {
  const name = 'größe-→-😀';
  const bytes = Buffer.from(line('ADDED', name) + line('ADDED', `${name}2`));
  const { api } = await serve(t, (_, response) => {
    Readable.from(Array.from(bytes, (byte) => Buffer.of(byte))).pipe(response);
  });
  const events = await collect(api.watch<{ metadata: { name: string } }>('/api/v1/nodes', longSignal()));
  t.deepEqual(
    events.map(({ object }) => object.metadata.name),
    [name, `${name}2`],
  );
});

test('a watch that is refused tells the reason', async (t) => {
  const { api } = await serve(t, (_, response) => answerJson(response, 403, { message: 'forbidden: nobody' }));
  const error = await refuses(t, collect(api.watch('/api/v1/nodes', longSignal())));
  t.like(error.details, { status: 403, reason: 'forbidden: nobody' });
});

test('an aborted watch ends, without an error, after what it has seen', async (t) => {
  const abort = new AbortController();
  const { api } = await serve(t, (_, response) => response.write(line('ADDED', 'a')));
  const seen: string[] = [];
  for await (const { type } of api.watch('/api/v1/nodes', abort.signal)) {
    seen.push(type);
    abort.abort();
  }
  t.deepEqual(seen, ['ADDED']);
});

test('a watch whose connection is reset is an error', async (t) => {
  const { api } = await serve(t, (_, response, raw) => {
    response.write(line('ADDED', 'a'));
    setImmediate(() => raw.socket.destroy());
  });
  await t.throwsAsync(collect(api.watch('/api/v1/nodes', longSignal())), { code: 'ECONNRESET' });
});

const resources: Readonly<Record<string, object[]>> = {
  '/api/v1': [
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
    { name: 'namespaces/status', kind: 'Namespace', namespaced: false },
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
  ],
  '/apis/apps/v1': [{ name: 'deployments', kind: 'Deployment', namespaced: true }],
};

const discovery: Answer = ({ method, path }, response) =>
  answerJson(response, 200, method === 'GET' ? { resources: resources[path] ?? [] } : {});

const manifest = `
apiVersion: v1
kind: Namespace
metadata: {name: storage}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: provisioner, namespace: storage}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
`;

test('a manifest is applied object by object, each where its kind lives, and kinds are looked up once', async (t) => {
  const { api, server } = await serve(t, discovery);
  await api.apply(manifest);
  const query = '?fieldManager=kind&force=true';
  t.deepEqual(
    server.received.map(({ method, path }) => `${method} ${path}`),
    [
      'GET /api/v1',
      `PATCH /api/v1/namespaces/storage${query}`,
      'GET /apis/apps/v1',
      `PATCH /apis/apps/v1/namespaces/storage/deployments/provisioner${query}`,
      `PATCH /api/v1/namespaces/default/configmaps/settings${query}`,
    ],
  );
  t.is(server.received[1]?.contentType, 'application/apply-patch+yaml');
});

test('a kind that the server does not serve is named', async (t) => {
  const { api } = await serve(t, discovery);
  const error = await refuses(t, api.apply([{ apiVersion: 'v1', kind: 'Widget', metadata: { name: 'w' } }]));
  t.like(error.details, { request: 'apply Widget w', reason: 'it serves no Widget of v1' });
});

test('a lookup that failed is tried again at the next apply', async (t) => {
  const { api } = await serve(t, (request, response, raw) => {
    if (request.path === '/api/v1' && !hasFailed) {
      hasFailed = true;
      response.writeHead(500).end('starting');
    } else discovery(request, response, raw);
  });
  let hasFailed = false;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } };
  await refuses(t, api.apply([namespace]));
  await t.notThrowsAsync(api.apply([namespace]));
});
