import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { openTestProvider, testEngine } from '../engines.js';
import { tinyImageArchive } from '../tiny-image.js';
import { uniqueName } from '../unique-name.js';
import { sweep, tinyNode } from './provider.js';

const isOurs = testEngine === 'podman' && process.env.CONTAINER_HOST === undefined;
const declare = isOurs ? test.serial : test.serial.skip;
const title = (text: string): string => (isOurs ? text : `${text} (only where podman's service is started by us)`);

const folders = (): string[] => readdirSync('/tmp').filter((name) => name.startsWith('kind-ts-podman-'));
const folderOf = (endpoint: string): string => endpoint.split('/').at(-2) ?? '';

async function untilGone(folder: string): Promise<void> {
  while (folders().includes(folder)) await sleep(50);
}

declare(title('closing ends the service of podman and removes its socket'), async (t) => {
  const provider = await openTestProvider();
  const folder = folderOf((await provider.facts()).endpoint);
  t.true(folders().includes(folder));
  await provider.close();
  t.false(folders().includes(folder));
});

const user = `
const { openTestProvider } = await import(process.argv[1]);
const provider = await openTestProvider();
console.log((await provider.facts()).endpoint);
setInterval(() => {}, 1000);`;

declare(title('a process that is killed leaves neither service nor socket'), async (t) => {
  const module = new URL('../engines.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', user, module], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endpoint: string = await new Promise((resolve) => child.stdout.once('data', (line) => resolve(String(line))));
  const folder = folderOf(endpoint.trim());
  t.true(folders().includes(folder));
  child.kill('SIGKILL');
  await untilGone(folder);
  t.false(folders().includes(folder));
});

declare(title("docker's provider runs nodes on a socket that is really podman's"), async (t) => {
  const podman = await openTestProvider();
  t.teardown(() => podman.close());
  await podman.images.load(await tinyImageArchive());
  const { endpoint, version } = await podman.facts();
  const docker = await openTestProvider({ address: endpoint }, 'docker');
  t.teardown(() => docker.close());
  t.like(await docker.facts(), { version, endpoint });
  const name = uniqueName();
  t.teardown(() => sweep(docker, name));
  await docker.ensureNetwork({ name, ipv6: false });
  const node = await docker.createNode(tinyNode(name));
  t.is((await node.exec(['hostname'])).stdout, `${name}\n`);
  t.deepEqual(
    (await podman.listNodes(name)).map((found) => found.name),
    [name],
  );
});
