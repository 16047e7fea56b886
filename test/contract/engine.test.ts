import { execFileSync } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { providerUnreachable } from '../../core/errors/index.js';
import { uniqueLocalSubnet } from '../../providers/engine-api/network.js';
import { openTestProvider, testEngine } from '../engines.js';
import { tinyImageArchive } from '../tiny-image.js';
import { uniqueName } from '../unique-name.js';
import { sweep, tinyNode } from './provider.js';

/** What the engine's own command says: the same view of our nodes that upstream's kind has. */
const command = (...args: string[]): string =>
  execFileSync(testEngine, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const lines = (...args: string[]): string[] =>
  command(...args)
    .split('\n')
    .filter((line) => line !== '');

const volumes = () => lines('volume', 'ls', '--quiet');
const networks = (name: string) => lines('network', 'ls', '--format', '{{.Name}}').filter((found) => found === name);

test.before(async () => {
  const provider = await openTestProvider();
  await provider.images.load(await tinyImageArchive());
  await provider.close();
});

const withNode = (title: string, run: (t: ExecutionContext, name: string) => Promise<void>) =>
  test.serial(`${testEngine}: ${title}`, async (t) => {
    const provider = await openTestProvider();
    const name = uniqueName();
    t.teardown(() => provider.close());
    t.teardown(() => sweep(provider, name));
    const spec = tinyNode(name, { role: 'worker' });
    await provider.ensureNetwork(spec.network);
    await provider.createNode(spec);
    await run(t, name);
  });

withNode("upstream's labels list a node by cluster and tell its role", async (t, name) => {
  t.deepEqual(lines('ps', '-a', '--filter', `label=io.x-k8s.kind.cluster=${name}`, '--format', '{{.Names}}'), [name]);
  t.deepEqual(lines('inspect', '--format', '{{index .Config.Labels "io.x-k8s.kind.role"}}', name), ['worker']);
});

withNode("a node has upstream's privileges and a cgroup namespace of its own", async (t, name) => {
  t.deepEqual(lines('inspect', '--format', '{{.HostConfig.Privileged}} {{.Config.Tty}}', name), ['true true']);
  t.regex(command('exec', name, 'cat', '/proc/1/cgroup'), /^\d+:[^:]*:\/$/m);
});

withNode('removing a node removes its volume, and its network once nothing uses it', async (t, name) => {
  const provider = await openTestProvider();
  t.teardown(() => provider.close());
  const format = '{{range .Mounts}}{{if eq .Destination "/var"}}{{.Name}}{{end}}{{end}}';
  const [volume = ''] = lines('inspect', '--format', format, name);
  t.true(volumes().includes(volume));
  t.is(networks(name).length, 1);
  await provider.removeNode({ name });
  t.false(volumes().includes(volume));
  await provider.removeUnusedNetwork(name);
  t.is(networks(name).length, 0);
});

withNode('a network is kept while a stopped node refers to it', async (t, name) => {
  const provider = await openTestProvider();
  t.teardown(() => provider.close());
  command('stop', name);
  await provider.removeUnusedNetwork(name);
  t.is(networks(name).length, 1);
});

test.serial(`${testEngine}: a network that someone else made is used as it is, and stays`, async (t) => {
  const provider = await openTestProvider();
  const name = uniqueName();
  t.teardown(() => provider.close());
  t.teardown(() => command('network', 'rm', name));
  t.teardown(() => sweep(provider, name));
  command('network', 'create', name);
  await provider.ensureNetwork({ name, ipv6: false });
  const node = await provider.createNode(tinyNode(name));
  t.truthy((await node.addresses()).ipv4);
  await provider.removeNode(node);
  await provider.removeUnusedNetwork(name);
  t.is(networks(name).length, 1);
});

test.serial(`${testEngine}: a network without IPv6 is refused for a cluster that wants it`, async (t) => {
  const provider = await openTestProvider();
  const name = uniqueName();
  t.teardown(() => provider.close());
  t.teardown(() => command('network', 'rm', name));
  command('network', 'create', name);
  await t.throwsAsync(provider.ensureNetwork({ name, ipv6: true }), { code: 'NETWORK_MISMATCH' });
});

test.serial(`${testEngine}: a network whose IPv6 range is taken gets another`, async (t) => {
  const provider = await openTestProvider();
  const [name, other] = [uniqueName(), uniqueName()];
  const [taken, next] = [uniqueLocalSubnet(name, 0), uniqueLocalSubnet(name, 1)];
  t.teardown(() => provider.close());
  t.teardown(() => command('network', 'rm', name, other));
  command('network', 'create', '--ipv6', '--subnet', taken, other);
  const { subnets } = await provider.ensureNetwork({ name, ipv6: true });
  t.deepEqual([subnets.includes(taken), subnets.includes(next), subnets.length], [false, true, 2]);
});

test.serial(`${testEngine}: an engine that does not answer is an error with its address and the reason`, async (t) => {
  const provider = await openTestProvider({ address: 'unix:///run/kind-ts-no-such.sock' });
  t.teardown(() => provider.close());
  const error = await t.throwsAsync(provider.facts());
  t.true(providerUnreachable.is(error));
  t.regex(error?.message ?? '', /unix:\/\/\/run\/kind-ts-no-such\.sock: connect ENOENT/);
});

test.serial(`${testEngine}: an address of a kind that is not supported is refused`, async (t) => {
  const provider = await openTestProvider({ address: 'ssh://somewhere' });
  await t.throwsAsync(provider.facts(), { code: 'UNSUPPORTED' });
});
