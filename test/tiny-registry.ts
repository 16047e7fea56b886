import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { tinyImageParts } from './tiny-image.js';

const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const docker = (kind: string): string => `application/vnd.docker.${kind}`;
const descriptor = (mediaType: string, content: Buffer) => ({
  mediaType,
  size: content.length,
  digest: digestOf(content),
});

export interface TinyRegistryOptions {
  /** On every address of this machine and encrypted, instead of on loopback and plain; both PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** `user:password`, without which nothing is given. */
  readonly login?: string;
}

/** A registry that has the tiny image under every name and tag. Reading only. */
export async function startTinyRegistry({
  tls,
  login,
}: TinyRegistryOptions = {}): Promise<{ readonly address: string; readonly port: number; readonly server: Server }> {
  const { layer, config } = await tinyImageParts();
  const packed = gzipSync(layer);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: docker('distribution.manifest.v2+json'),
      config: descriptor(docker('container.image.v1+json'), config),
      layers: [descriptor(docker('image.rootfs.diff.tar.gzip'), packed)],
    }),
  );
  const blobs = new Map([packed, config, manifest].map((content) => [digestOf(content), content]));
  const answer: RequestListener = ({ url = '', method, headers }, response) => {
    if (login !== undefined && headers.authorization !== `Basic ${Buffer.from(login).toString('base64')}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="tiny"' }).end();
      return;
    }
    const name = url.split('/').at(-1) ?? '';
    const isManifest = url.includes('/manifests/');
    const content = isManifest ? manifest : blobs.get(name);
    if (url === '/v2/') response.end('{}');
    else if (content === undefined) response.writeHead(404).end();
    else {
      const type = isManifest ? docker('distribution.manifest.v2+json') : 'application/octet-stream';
      response.setHeader('content-type', type).setHeader('docker-content-digest', digestOf(content));
      response.setHeader('content-length', content.length).end(method === 'HEAD' ? undefined : content);
    }
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, tls ? '0.0.0.0' : '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { address: `127.0.0.1:${port}`, port, server };
}
