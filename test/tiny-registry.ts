import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { tinyImageParts } from './tiny-image.js';

const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const docker = (kind: string): string => `application/vnd.docker.${kind}`;
const descriptor = (mediaType: string, content: Buffer) => ({
  mediaType,
  size: content.length,
  digest: digestOf(content),
});

/** A registry on loopback that has the tiny image under every name and tag. Reading only. */
export async function startTinyRegistry(): Promise<{ readonly address: string; readonly server: Server }> {
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
  const server = createServer(({ url = '', method }, response) => {
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
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { address: `127.0.0.1:${port}`, server };
}
