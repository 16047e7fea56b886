import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { dockerAddresses } from '../../../providers/docker/addresses.js';
import { localHost } from '../../../providers/hosts/local.js';

const host = localHost(process.env);
const urls = async (env: Record<string, string>, options = {}) =>
  (await dockerAddresses(options, { host, env })).map(({ url }) => url);

function homeWithContext(name: string, url: string): string {
  const home = mkdtempSync(join(tmpdir(), 'kind-ts-docker-'));
  const meta = join(home, '.docker/contexts/meta', createHash('sha256').update(name).digest('hex'));
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ currentContext: name }));
  writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: url } } }));
  return home;
}

test('the usual sockets are tried in order', async (t) => {
  t.deepEqual(await urls({ HOME: '/no/home', XDG_RUNTIME_DIR: '/no/run' }), [
    'unix:///var/run/docker.sock',
    'unix:///no/home/.docker/run/docker.sock',
    'unix:///no/run/docker.sock',
  ]);
});

test('DOCKER_HOST is the only address when it is set', async (t) => {
  const home = homeWithContext('desktop', 'unix:///desktop.sock');
  t.teardown(() => rmSync(home, { recursive: true }));
  t.deepEqual(await urls({ HOME: home, DOCKER_HOST: 'tcp://127.0.0.1:2375' }), ['tcp://127.0.0.1:2375']);
});

test('the option wins over DOCKER_HOST', async (t) => {
  t.deepEqual(await urls({ DOCKER_HOST: 'unix:///a' }, { address: 'unix:///b' }), ['unix:///b']);
});

test("docker's current context names the address", async (t) => {
  const home = homeWithContext('desktop', 'unix:///desktop.sock');
  t.teardown(() => rmSync(home, { recursive: true }));
  t.deepEqual(await urls({ HOME: home }), ['unix:///desktop.sock']);
  t.is((await urls({ HOME: home, DOCKER_CONTEXT: 'default' }))[0], 'unix:///var/run/docker.sock');
});

test('a port and an IPv6 address are read', async (t) => {
  const [address] = await dockerAddresses({ address: 'tcp://[::1]:2375' }, { host, env: {} });
  t.deepEqual(address?.endpoint, { host: '::1', port: 2375 });
});

for (const DOCKER_HOST of ['ssh://user@host', 'fd://'])
  test(`${DOCKER_HOST} is refused as not supported`, async (t) => {
    await t.throwsAsync(urls({ DOCKER_HOST }), { code: 'UNSUPPORTED' });
  });

test('TLS is refused rather than left out', async (t) => {
  await t.throwsAsync(urls({ DOCKER_HOST: 'tcp://127.0.0.1:2376', DOCKER_TLS_VERIFY: '1' }), { code: 'UNSUPPORTED' });
});
