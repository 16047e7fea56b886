import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import type { ExecutionContext, TestFn } from 'ava';
import type { Node, NodeSpec, PortSpec, Progress, Provider } from '../../core/contracts/index.js';
import { KindError } from '../../core/errors/index.js';
import { tinyImage, tinyImageArchive } from '../tiny-image.js';
import { startTinyRegistry } from '../tiny-registry.js';
import { isStale, uniqueName } from '../unique-name.js';

type Code = string;

const port = (containerPort: number, hostPort = 0): PortSpec => ({
  containerPort,
  hostPort,
  listenAddress: '127.0.0.1',
  protocol: 'TCP',
});

/** A node of a cluster and on a network of its own. */
export function tinyNode(name: string, changes: Partial<NodeSpec> = {}): NodeSpec {
  return {
    name,
    cluster: name,
    role: 'control-plane',
    image: tinyImage,
    network: { name, ipv6: false },
    env: {},
    mounts: [],
    ports: [],
    ...changes,
  };
}

/** Removes what a test made for a cluster. */
export async function sweep(provider: Provider, cluster: string): Promise<void> {
  await Promise.all((await provider.listNodes(cluster)).map((node) => provider.removeNode(node)));
  await provider.removeUnusedNetwork(cluster);
}

/** Removes what tests left that crashed. */
async function sweepStale(provider: Provider): Promise<void> {
  const clusters = (await provider.listNodes()).map((node) => node.cluster).filter(isStale);
  await Promise.all([...new Set(clusters)].map((cluster) => sweep(provider, cluster)));
}

/** What every provider promises. `open` gives a provider of its own at every call; the tests close it. */
export function testProvider(declare: TestFn, engine: string, open: () => Promise<Provider>): void {
  const made = new Set<string>();

  const titled = (title: string, run: (t: ExecutionContext, provider: Provider, name: string) => Promise<void>): void =>
    declare(`${engine}: ${title}`, async (t) => {
      const provider = await open();
      const name = uniqueName();
      made.add(name);
      t.teardown(() => provider.close());
      t.teardown(() => sweep(provider, name));
      await run(t, provider, name);
    });

  const withNode = (title: string, run: (t: ExecutionContext, node: Node, provider: Provider) => Promise<void>): void =>
    titled(title, async (t, provider, name) => {
      const spec = tinyNode(name, { env: { KIND_TEST: 'a value' }, ports: [port(8080)] });
      await provider.ensureNetwork(spec.network);
      await run(t, await provider.createNode(spec), provider);
    });

  const refuses = async (t: ExecutionContext, code: Code, work: Promise<unknown>): Promise<KindError> => {
    const error = (await t.throwsAsync(work, { instanceOf: KindError })) as KindError;
    t.is(error.code, code, error.message);
    return error;
  };

  declare.before(`${engine}: the image is loaded and nothing is left from before`, async () => {
    const provider = await open();
    await provider.images.load(await tinyImageArchive());
    await sweepStale(provider);
    await provider.close();
  });

  declare.after.always(`${engine}: nothing is left`, async (t) => {
    const provider = await open();
    const left = (await provider.listNodes()).filter((node) => made.has(node.cluster));
    await provider.close();
    t.deepEqual(
      left.map((node) => node.name),
      [],
    );
  });

  // Nodes

  titled('the engine tells its version and where it answers', async (t, provider) => {
    const facts = await provider.facts();
    t.regex(facts.version, /\d+\.\d+|library-import/);
    t.regex(facts.endpoint, /^(unix|tcp):\/\//);
  });

  withNode('a created node runs and is found by its cluster', async (t, node, provider) => {
    t.true(node.running);
    const [found, ...others] = await provider.listNodes(node.cluster);
    t.is(others.length, 0);
    t.like(found, { name: node.name, cluster: node.cluster, role: 'control-plane', running: true });
    t.regex(found?.image ?? '', /kind-ts-test\/tiny:1$/);
  });

  withNode('listing without a cluster finds the nodes of all clusters', async (t, node, provider) => {
    const names = (await provider.listNodes()).map(({ name }) => name);
    t.true(names.includes(node.name));
    t.deepEqual(await provider.listNodes(`${node.cluster}-other`), []);
  });

  withNode('a node has its name as host name and the environment it was given', async (t, node) => {
    const { stdout } = await node.exec(['sh', '-c', 'hostname; echo "$KIND_TEST"']);
    t.is(stdout, `${node.name}\na value\n`);
  });

  withNode('a node may do everything, on tmpfs and on a volume of its own', async (t, node) => {
    const mounts = (await node.exec(['mount'])).stdout;
    t.regex(mounts, /on \/run type tmpfs \(rw/);
    t.regex(mounts, /on \/tmp type tmpfs \(rw/);
    t.notRegex(/^.* on \/var type .*$/m.exec(mounts)?.[0] ?? '', /nosuid|nodev|noexec|overlay/);
    const mounted = await node.exec(['mount', '-t', 'tmpfs', 'none', '/var']);
    t.is(mounted.exitCode, 0, mounted.stderr);
  });

  titled(
    'a node that is given a command runs it without privileges, and not what its image runs',
    async (t, provider, name) => {
      const command = ['sh', '-c', 'echo "instead $0"; while :; do sleep 0.2; done', 'an argument'];
      const spec = tinyNode(name, { command, role: 'external-load-balancer' });
      await provider.ensureNetwork(spec.network);
      const node = await provider.createNode(spec);
      while (!(await node.log()).includes('\n')) await new Promise((resolve) => setTimeout(resolve, 50));
      t.is((await node.log()).trim(), 'instead an argument');
      t.like((await provider.listNodes(name))[0], { role: 'external-load-balancer', running: true });
      const mounts = (await node.exec(['cat', '/proc/1/mounts'])).stdout;
      t.notRegex(mounts, / \/var /);
    },
  );

  withNode('a name that is taken is refused and the node that has it stays', async (t, node, provider) => {
    await refuses(t, 'NODE_EXISTS', provider.createNode(tinyNode(node.name)));
    const [found, ...others] = await provider.listNodes(node.cluster);
    t.true(found?.running);
    t.is(others.length, 0);
    t.is((await node.exec(['touch', '/var/still-there'])).exitCode, 0);
  });

  withNode('removing a node twice is not an error', async (t, node, provider) => {
    await provider.removeNode(node);
    await provider.removeNode(node);
    t.deepEqual(await provider.listNodes(node.cluster), []);
  });

  withNode(
    'a released node has ended and is off its network, which can go before the node does',
    async (t, node, provider) => {
      await provider.releaseNode?.(node);
      await provider.releaseNode?.(node);
      t.deepEqual(
        (await provider.listNodes(node.cluster)).filter(({ running }) => running),
        [],
      );
      if (provider.releaseNode) {
        await provider.removeUnusedNetwork(node.cluster);
        const networks = (await provider.inspect?.())?.networks ?? [];
        t.false(networks.some(({ name }) => name === node.cluster));
      }
      await provider.removeNode(node);
      await provider.releaseNode?.(node);
      t.deepEqual(await provider.listNodes(node.cluster), []);
    },
  );

  withNode('a node that has ended is found, is not running and can be removed', async (t, node, provider) => {
    await node.exec(['kill', '1']);
    const running = async () => (await provider.listNodes(node.cluster))[0]?.running;
    while (await running()) await new Promise((resolve) => setTimeout(resolve, 50));
    t.is(await running(), false);
    t.deepEqual(await node.addresses(), {});
    await provider.removeNode(node);
    t.deepEqual(await provider.listNodes(node.cluster), []);
  });

  titled('a node whose creation failed half way is found and can be removed', async (t, provider, name) => {
    const server = createServer().listen(0, '127.0.0.1');
    t.teardown(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const taken = (server.address() as { port: number }).port;
    const spec = tinyNode(name, { ports: [port(8080, taken)] });
    await provider.ensureNetwork(spec.network);
    const error = await refuses(t, 'PORT_IN_USE', provider.createNode(spec));
    t.true(error.message.includes(name), error.message);
    const nodes = await provider.listNodes(name);
    t.deepEqual(
      nodes.map((node) => [node.name, node.running]),
      [[name, false]],
    );
    await provider.removeNode({ name });
    t.deepEqual(await provider.listNodes(name), []);
  });

  withNode('the log has what the first process printed', async (t, node) => {
    t.regex(await node.log(), /booted/);
  });

  titled('a mount shows a folder of the host, and a read-only one cannot be written', async (t, provider, name) => {
    const hostPath = mkdtempSync(join(tmpdir(), 'kind-ts-mount-'));
    t.teardown(() => rmSync(hostPath, { recursive: true }));
    writeFileSync(join(hostPath, 'file'), 'from the host');
    const mount = { hostPath, selinuxRelabel: false } as const;
    const mounts = [
      { ...mount, containerPath: '/read', readOnly: true, propagation: 'None' },
      { ...mount, containerPath: '/write', readOnly: false, propagation: 'HostToContainer' },
    ] as const;
    const spec = tinyNode(name, { mounts });
    await provider.ensureNetwork(spec.network);
    const node = await provider.createNode(spec);
    t.is((await node.exec(['cat', '/read/file'])).stdout, 'from the host');
    t.not((await node.exec(['touch', '/read/new'])).exitCode, 0);
    t.is((await node.exec(['touch', '/write/new'])).exitCode, 0);
  });

  // Programs in nodes

  withNode('a program tells its exit code, and its output and errors apart', async (t, node) => {
    const result = await node.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    t.deepEqual(result, { exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  withNode('a program gets the variables and the arguments as they are', async (t, node) => {
    const env = { KIND_A: 'with "quotes" and $dollars' };
    t.is((await node.exec(['sh', '-c', 'echo "$KIND_A"'], { env })).stdout, `${env.KIND_A}\n`);
    t.is((await node.exec(['echo', '$(hostname)', ';', '*'])).stdout, '$(hostname) ; *\n');
  });

  withNode('a program that is missing exits with 127', async (t, node) => {
    const { exitCode, stderr } = await node.exec(['no-such-program']);
    t.is(exitCode, 127);
    t.regex(stderr, /no-such-program/);
  });

  withNode('a program without input reads an empty one', async (t, node) => {
    t.deepEqual(await node.exec(['cat']), { exitCode: 0, stdout: '', stderr: '' });
  });

  withNode('64 MiB go into a program and out of another unchanged', async (t, node) => {
    const chunk = Buffer.alloc(1 << 20, 'kind');
    const stdin = Readable.from(Array.from({ length: 64 }, () => chunk));
    t.is((await node.exec(['sh', '-c', 'cat >/var/big; wc -c </var/big'], { stdin })).stdout, `${64 << 20}\n`);
    const stdout = new PassThrough();
    const received = buffer(stdout);
    const { exitCode } = await node.exec(['cat', '/var/big'], { stdout });
    stdout.end();
    t.is(exitCode, 0);
    t.true((await received).equals(Buffer.concat(Array.from({ length: 64 }, () => chunk))));
  });

  withNode('a program may end before it has read its input', async (t, node) => {
    const stdin = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(1 << 20)));
    t.is((await node.exec(['false'], { stdin })).exitCode, 1);
  });

  withNode('a source of input that fails fails the call', async (t, node) => {
    const stdin = new Readable({ read: () => {} });
    const result = node.exec(['cat'], { stdin });
    stdin.destroy(new Error('the disk is gone'));
    await t.throwsAsync(result, { message: /the disk is gone/ });
  });

  withNode('an aborted call ends with ABORTED', async (t, node) => {
    const controller = new AbortController();
    const stdout = new PassThrough();
    const result = node.exec(['sh', '-c', 'echo ready; sleep 60'], { stdout, signal: controller.signal });
    stdout.once('data', () => controller.abort());
    await refuses(t, 'ABORTED', result);
  });

  withNode('200 programs at once each get their own output', async (t, node) => {
    const numbers = Array.from({ length: 200 }, (_, i) => String(i));
    const results = await Promise.all(numbers.map((number) => node.exec(['echo', number])));
    t.deepEqual(
      results.map(({ stdout }) => stdout.trim()),
      numbers,
    );
  });

  // Files

  withNode('files arrive with content, mode and folders, on every file system of the node', async (t, node) => {
    const paths = ['/run/kind/a', '/tmp/b', '/var/lib/kind/c', '/etc/kind/d/e/f'];
    await node.writeFiles([
      ...paths.map((path) => ({ path, content: path, mode: 0o640 })),
      { path: '/etc/kind/binary', content: Buffer.from([0, 255, 10]) },
      { path: '/etc/kind/link', content: '', linkTo: '/run/kind/a' },
    ]);
    for (const path of paths) {
      t.is((await node.exec(['cat', path])).stdout, path);
      t.is((await node.exec(['stat', '-c', '%a %U', path])).stdout.split(' ')[0], '640');
    }
    t.is((await node.exec(['stat', '-c', '%a', '/etc/kind/d'])).stdout, '755\n');
    t.is((await node.exec(['stat', '-c', '%a %s', '/etc/kind/binary'])).stdout, '644 3\n');
    t.is((await node.exec(['cat', '/etc/kind/link'])).stdout, '/run/kind/a');
  });

  withNode('a file that exists is replaced and its folder keeps its mode', async (t, node) => {
    await node.exec(['mkdir', '-m', '700', '/etc/private']);
    await node.writeFiles([{ path: '/etc/private/file', content: 'a longer content' }]);
    await node.writeFiles([{ path: '/etc/private/file', content: 'short' }]);
    t.is((await node.exec(['cat', '/etc/private/file'])).stdout, 'short');
    t.is((await node.exec(['stat', '-c', '%a', '/etc/private'])).stdout, '700\n');
  });

  withNode('a file that cannot be written is an error that names the node', async (t, node) => {
    const error = await refuses(t, 'NODE_COMMAND_FAILED', node.writeFiles([{ path: '/proc/kind/file', content: '' }]));
    t.true(error.message.includes(node.name), error.message);
  });

  // Networks and ports

  withNode('a published port answers on the host, at the address the node tells', async (t, node, provider) => {
    await node.exec(['sh', '-c', 'echo hello >/var/index.html; httpd -p 8080 -h /var']);
    const published = await node.findPublishedPort(8080);
    t.is(published?.address, '127.0.0.1');
    const connection = await provider.host.connect({ host: '127.0.0.1', port: published?.port ?? 0 });
    connection.write('GET /index.html HTTP/1.0\r\n\r\n');
    t.regex(await text(connection), /hello/);
    t.is(await node.findPublishedPort(8081), undefined);
    t.is(await node.findPublishedPort(8080, 'UDP'), undefined);
  });

  titled('nodes reach each other by name', async (t, provider, name) => {
    const network = { name, ipv6: false };
    await provider.ensureNetwork(network);
    const spec = (suffix: string) => tinyNode(`${name}-${suffix}`, { cluster: name, network });
    const [a, b] = await Promise.all([provider.createNode(spec('a')), provider.createNode(spec('b'))]);
    await b.exec(['sh', '-c', 'echo "from b" >/var/index.html; httpd -p 80 -h /var']);
    const { stdout, stderr } = await a.exec(['wget', '-q', '-O', '-', `http://${b.name}/index.html`]);
    t.is(stdout, 'from b\n', stderr);
    t.regex((await a.addresses()).ipv4 ?? '', /^\d+\.\d+\.\d+\.\d+$/);
    t.not((await a.addresses()).ipv4, (await b.addresses()).ipv4);
  });

  titled('a network with IPv6 gives nodes an address of it', async (t, provider, name) => {
    const spec = tinyNode(name, { network: { name, ipv6: true } });
    await provider.ensureNetwork(spec.network);
    const node = await provider.createNode(spec);
    t.regex((await node.addresses()).ipv6 ?? '', /^fc00:/);
    t.is((await node.exec(['cat', '/proc/sys/net/ipv6/conf/all/forwarding'])).stdout, '1\n');
  });

  titled('making a network from several processes at once leaves one that works', async (t, provider, name) => {
    const others = await Promise.all([open(), open(), open()]);
    t.teardown(() => Promise.all(others.map((other) => other.close())));
    const spec = tinyNode(name);
    await Promise.all([provider, ...others].map((one) => one.ensureNetwork(spec.network)));
    const node = await provider.createNode(spec);
    t.truthy((await node.addresses()).ipv4);
    await provider.removeNode(node);
    await provider.removeUnusedNetwork(name);
    await provider.removeUnusedNetwork(name);
  });

  titled('a node is created although its network was just removed as unused', async (t, provider, name) => {
    const spec = tinyNode(name);
    await provider.ensureNetwork(spec.network);
    await provider.removeUnusedNetwork(name);
    const node = await provider.createNode(spec);
    t.truthy((await node.addresses()).ipv4);
  });

  withNode('a network in use stays', async (t, node, provider) => {
    await provider.removeUnusedNetwork(node.cluster);
    t.truthy((await node.addresses()).ipv4);
    const second = await provider.createNode(
      tinyNode(`${node.name}-2`, { cluster: node.cluster, network: { name: node.cluster, ipv6: false } }),
    );
    t.truthy((await second.addresses()).ipv4);
  });

  // Images

  titled('an image is found with its architecture and labels, and an unknown one is not', async (t, provider) => {
    const image = await provider.images.find(tinyImage);
    t.truthy(image?.id);
    t.regex(image?.arch ?? '', /^(amd64|arm64)$/);
    t.is(image?.labels['dev.kind-ts.test'], 'tiny');
    t.is(await provider.images.find('kind-ts-test/unknown:1'), undefined);
  });

  titled(
    'an image compressed with zstd is loaded, and removing it twice is not an error',
    async (t, provider, name) => {
      const reference = `kind-ts-test/${name}:1`;
      const plain = await buffer(await tinyImageArchive(reference));
      const packed = execFileSync('zstd', ['-qc'], { input: plain, maxBuffer: 1 << 28 });
      await provider.images.load(Readable.from([packed]));
      t.truthy(await provider.images.find(reference));
      await provider.images.remove(reference);
      await provider.images.remove(reference);
      t.is(await provider.images.find(reference), undefined);
    },
  );

  titled('an archive that is none is refused', async (t, provider) => {
    await refuses(t, 'ENGINE_REFUSED', provider.images.load(Readable.from([Buffer.alloc(4096, 'nonsense')])));
  });

  titled('an image that cannot be pulled is an error that names it', async (t, provider) => {
    const reference = '127.0.0.1:1/kind-ts-test/nowhere:1';
    const error = await refuses(t, 'IMAGE_PULL_FAILED', provider.images.pull(reference));
    t.true(error.message.includes(reference), error.message);
  });

  titled('an image is pulled from a registry, with its progress', async (t, provider) => {
    const { address, server } = await startTinyRegistry();
    t.teardown(() => server.close());
    const reference = `${address}/kind-ts-test/pulled:1`;
    t.teardown(() => provider.images.remove(reference));
    const progress: Progress[] = [];
    await provider.images.pull(reference, (step) => progress.push(step));
    t.is((await provider.images.find(reference))?.labels['dev.kind-ts.test'], 'tiny');
    t.true(progress.length > 0);
    t.true(progress.every(({ done, total }) => done <= total || total === 0));
  });

  titled('an image is described with its tags, its platform and its digests', async (t, provider, name) => {
    const short = `kind-ts-test/${name}:1`;
    const reference = `docker.io/${short}`;
    await provider.images.load(await tinyImageArchive(reference, { version: name }));
    t.teardown(() => provider.images.remove(reference));
    const image = await provider.images.describe(reference);
    t.true(image?.tags.some((tag) => tag.endsWith(short)));
    t.is(image?.variants.length, 1);
    t.is(image?.variants[0]?.platform.os, 'linux');
    t.regex(image?.variants[0]?.digests[0] ?? '', /^sha256:[0-9a-f]{64}$/);
    t.deepEqual(await provider.images.describe(image?.id ?? ''), image);
    t.deepEqual(await provider.images.describe(short), image);
    t.true((await provider.images.list()).some((tag) => tag.endsWith(short)));
    t.is(await provider.images.describe('kind-ts-test/unknown:1'), undefined);
  });

  titled('images that are saved in one archive are loaded from it again', async (t, provider, name) => {
    const references = [`docker.io/kind-ts-test/${name}:1`, `docker.io/kind-ts-test/${name}:2`];
    for (const reference of references) {
      await provider.images.load(await tinyImageArchive(reference, { version: reference }));
      t.teardown(() => provider.images.remove(reference));
    }
    const images = await Promise.all(references.map((reference) => provider.images.describe(reference)));
    const [platform] = images.flatMap((image) => image?.variants ?? []).map((variant) => variant.platform);
    const names = images.map((image) => image?.tags[0] ?? '');
    const saved = await provider.images.save(names, platform ?? { os: 'linux', architecture: '' });
    const archive = await buffer(saved);
    for (const reference of references) await provider.images.remove(reference);
    t.is(await provider.images.describe(references[0] ?? ''), undefined);
    await provider.images.load(Readable.from([archive]));
    t.deepEqual(
      (await Promise.all(references.map((reference) => provider.images.describe(reference)))).map((image) => image?.id),
      images.map((image) => image?.id),
    );
  });

  titled('an image that is not there cannot be saved', async (t, provider) => {
    const save = provider.images.save(['kind-ts-test/unknown:1'], { os: 'linux', architecture: 'amd64' });
    const error = await refuses(
      t,
      'ENGINE_REFUSED',
      save.then((stream) => buffer(stream)),
    );
    t.regex(error.message, /kind-ts-test\/unknown:1/);
  });

  titled('the limits of a node are the engine’s to keep', async (t, provider, name) => {
    const spec = tinyNode(name, { resources: { cpus: 1, memoryBytes: 64 * 2 ** 20 } });
    await provider.ensureNetwork(spec.network);
    const node = await provider.createNode(spec);
    const script = `cd /sys/fs/cgroup
if [ -f memory.max ]; then cat memory.max cpu.max; else cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us; fi`;
    const { stdout } = await node.exec(['sh', '-c', script]);
    t.deepEqual(stdout.trim().split(/\s+/).map(Number), [64 * 2 ** 20, 100_000, 100_000]);
  });

  titled('closing twice is not an error, and a closed provider connects again', async (t, provider) => {
    await provider.facts();
    await provider.close();
    await provider.close();
    t.truthy((await provider.facts()).version);
  });
}
