import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { clientProxies } from '../../../providers/docker/client-settings.js';
import { localHost } from '../../../providers/hosts/local.js';

const host = localHost(process.env);

function folderWith(config: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kind-ts-docker-'));
  writeFileSync(join(folder, 'config.json'), config);
  return folder;
}

test('docker’s settings name proxies for one engine and for all others', async (t) => {
  const proxies = { default: { httpProxy: 'http://a', noProxy: 'x' }, 'tcp://b:2375': { httpsProxy: 'http://b' } };
  const folder = folderWith(JSON.stringify({ proxies }));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const env = { DOCKER_CONFIG: folder };
  t.deepEqual(await clientProxies('unix:///a.sock', { host, env }), { HTTP_PROXY: 'http://a', NO_PROXY: 'x' });
  t.deepEqual(await clientProxies('tcp://b:2375', { host, env }), { HTTPS_PROXY: 'http://b' });
});

test('no settings, or none that can be read, name no proxy', async (t) => {
  const folder = folderWith('{not-json');
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const env of [{}, { HOME: '/no/home' }, { DOCKER_CONFIG: folder }])
    t.deepEqual(await clientProxies('unix:///a.sock', { host, env }), {});
});
