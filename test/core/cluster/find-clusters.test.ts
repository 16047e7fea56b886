import test from 'ava';
import { clustersOf, withCluster, withExistingCluster } from '../../../core/cluster/find-clusters.js';
import { openSession } from '../../../core/cluster/session.js';
import { definePlugin, type NodeSpec } from '../../../core/contracts/index.js';
import { fakeHost } from '../../fakes/host.js';
import { type FakeProvider, fakeProvider } from '../../fakes/provider.js';

const nodeOf = (cluster: string, name = `${cluster}-control-plane`): NodeSpec => ({
  name,
  cluster,
  role: 'control-plane',
  image: 'image:1',
  network: { name: 'kind', ipv6: false },
  env: {},
  mounts: [],
  ports: [],
});

async function engineWith(...clusters: string[]): Promise<FakeProvider> {
  const provider = fakeProvider();
  for (const cluster of clusters) await provider.createNode(nodeOf(cluster));
  return provider;
}

function sessionWith(providers: Readonly<Record<string, FakeProvider>>, env: Record<string, string> = {}) {
  const surroundings = {
    env,
    baseDir: '/',
    homeDir: '/',
    cacheDir: '/',
    temporaryDir: '/',
    platform: 'linux' as const,
  };
  const plugins = Object.entries(providers).map(([name, provider]) =>
    definePlugin({ name, apiVersion: 1, providers: { [name]: async () => provider } }),
  );
  return openSession(surroundings, fakeHost(), plugins);
}

const namesOf = async (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name);

test('clusters are listed once each, sorted', async (t) => {
  const provider = await engineWith('b', 'a');
  await provider.createNode(nodeOf('b', 'b-worker'));
  t.deepEqual(await clustersOf(provider), ['a', 'b']);
});

test('a cluster is found on whichever engine has it, and every engine that was asked is closed', async (t) => {
  const [first, second] = [await engineWith('other'), await engineWith('mine')];
  t.deepEqual(await withCluster(sessionWith({ first, second }), 'mine', namesOf), ['mine-control-plane']);
  t.is(first.log.at(-1), 'close');
  t.is(second.log.at(-1), 'close');
});

test('only the engine that the user wants is asked', async (t) => {
  const [first, second] = [await engineWith('mine'), await engineWith()];
  const session = sessionWith({ first, second }, { KIND_PROVIDER: 'second' });
  t.deepEqual(await withCluster(session, 'mine', namesOf), []);
  t.false(first.log.includes('close'));
});

test('a cluster that nobody has is an empty list, given by the first engine', async (t) => {
  const [first, second] = [await engineWith('a'), await engineWith('b')];
  const used = await withCluster(sessionWith({ first, second }), 'none', async (nodes, provider) => {
    t.deepEqual(nodes, []);
    return provider === first;
  });
  t.true(used);
});

test('where a cluster has to exist, the error names those that do', async (t) => {
  const first = await engineWith('a', 'b');
  await t.throwsAsync(withExistingCluster(sessionWith({ first }), 'none', namesOf), {
    code: 'CLUSTER_NOT_FOUND',
    message: 'There is no cluster named none',
  });
});

test('an engine is closed when its use fails', async (t) => {
  const first = await engineWith('mine');
  const failing = withCluster(sessionWith({ first }), 'mine', async () => {
    throw new Error('broken');
  });
  await t.throwsAsync(failing, { message: 'broken' });
  t.is(first.log.at(-1), 'close');
});
