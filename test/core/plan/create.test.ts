import test, { type ExecutionContext } from 'ava';
import { loadConfig } from '../../../core/config/index.js';
import type { KindEvent } from '../../../core/contracts/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { createPlan } from '../../../core/plan/create.js';
import { CreateContext } from '../../../core/plan/create-context.js';
import { type RunOptions, runPlan } from '../../../core/plan/run.js';
import type { Plan } from '../../../core/plan/step.js';
import { type FakeCluster, fakeCluster } from '../../fakes/cluster.js';

const header = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: c\n';
const twoNodes = `${header}nodes: [{role: control-plane}, {role: worker}]`;
const highlyAvailable = `${header}nodes: [{}, {}, {}, {role: worker}]`;
const threeNodes = `${header}nodes: [{role: control-plane}, {role: worker}, {role: worker}]`;

interface Run {
  readonly fake: FakeCluster;
  readonly events: readonly KindEvent[];
  readonly done: Promise<void>;
}

interface CreateOptions extends Omit<RunOptions, 'events'> {
  readonly config?: string;
  /** Title of a step that fails after it has done its work. */
  readonly failAfter?: string;
  readonly onEvent?: (event: KindEvent) => void;
}

// One after the other, since each makes a cluster's worth of keys.

/** Runs create against an engine, an API server and plugins that are fakes. */
function create(t: ExecutionContext, { config = threeNodes, failAfter, onEvent, ...options }: CreateOptions = {}): Run {
  const bus = createEventBus();
  const events: KindEvent[] = [];
  bus.subscribe((event) => events.push(event));
  if (onEvent) bus.subscribe(onEvent);
  const fake = fakeCluster(loadConfig({ file: 'config', text: config }, {}, '/'), bus);
  const context = new CreateContext({ ...fake.inputs, waitMs: 5000 });
  t.teardown(() => {
    if (context.kubernetes.isSet) context.kubernetes.value.close();
    fake.close();
  });
  const plan = createPlan(context);
  const done = runPlan(failAfter === undefined ? plan : failing(plan, failAfter), context, { events: bus, ...options });
  return { fake, events, done };
}

/** The same graph, in which one step throws after its work. */
function failing<C>(plan: Plan<C>, title: string): Plan<C> {
  const copies = new Map(plan.steps.map((step) => [step, { ...step }]));
  for (const [step, copy] of copies) {
    copy.needs = step.needs?.map((needed) => copies.get(needed) ?? needed);
    if (step.title !== title) continue;
    copy.run = async (...given) => {
      await step.run(...given);
      throw new Error(`failed: ${title}`);
    };
  }
  return { ...plan, steps: [...copies.values()] };
}

function titlesOf(config: string): string[] {
  const spec = loadConfig({ file: 'config', text: config }, {}, '/');
  const context = new CreateContext({ ...fakeCluster(spec, createEventBus()).inputs, waitMs: 1 });
  return createPlan(context).steps.map(({ title }) => title);
}

/** Asserts that each entry is there, and that they are in this order. */
function inOrder(t: ExecutionContext, log: readonly string[], ...entries: string[]): void {
  const places = entries.map((entry) => log.indexOf(entry));
  t.false(places.includes(-1), `${entries[places.indexOf(-1)]} is not in\n${log.join('\n')}`);
  t.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    log.join('\n'),
  );
}

test.serial('a created cluster has its nodes, its network and its kubeconfig, and nothing is undone', async (t) => {
  const { fake, events, done } = create(t);
  await done;
  t.deepEqual([...fake.provider.nodes.keys()].sort(), ['c-control-plane', 'c-worker', 'c-worker2']);
  t.true(fake.provider.networks.has('kind'));
  t.true(fake.log.includes('kubeconfig: merge c'));
  t.false(events.some(({ type }) => type === 'undo-started'));
});

test.serial('every node is registered with its pod range before its kubelet starts', async (t) => {
  const { fake, done } = create(t);
  await done;
  const posts = fake.log.flatMap((entry, place) => (entry === 'API: POST /api/v1/nodes' ? [place] : []));
  t.is(posts.length, 3);
  for (const worker of ['c-worker', 'c-worker2']) {
    t.true(fake.log.indexOf(`${worker}: start the kubelet`) > Math.max(...posts));
  }
});

test.serial('the API’s service address works before anything is installed that needs it', async (t) => {
  const { fake, done } = create(t);
  await done;
  const nodes = ['c-control-plane', 'c-worker', 'c-worker2'];
  for (const node of nodes) {
    inOrder(t, fake.log, `${node}: route the service`, 'c-control-plane: install add-ons');
    inOrder(t, fake.log, `${node}: route the service`, 'storage: install');
  }
  for (const worker of nodes.slice(1))
    inOrder(t, fake.log, `${worker}: route the service`, `${worker}: start the kubelet`);
});

test.serial('without kube-proxy nobody touches the service address', async (t) => {
  const { fake, done } = create(t, { config: `${header}networking: {kubeProxyMode: none}` });
  await done;
  t.false(fake.log.some((entry) => entry.endsWith('route the service')));
});

test.serial('a worker has the routes to all pods before its kubelet starts', async (t) => {
  const { fake, done } = create(t);
  await done;
  inOrder(t, fake.log, 'c-worker: activate-network', 'c-worker: start the kubelet');
  t.is(fake.provider.nodes.get('c-worker2')?.files.get('/etc/cni')?.content, '10.244.2.0/24 of 3');
});

test.serial('workers boot without waiting for the control plane', async (t) => {
  const { events, done } = create(t);
  await done;
  const needs = events.flatMap((event) =>
    event.type === 'step-started' && event.step === 'Start node c-worker' ? event.needs : [],
  );
  t.deepEqual(needs, ['Check the machine', 'Create the network', 'Prepare the node image']);
});

test.serial('the user gets a kubeconfig only of an API that serves', async (t) => {
  const { fake, done } = create(t);
  await done;
  inOrder(t, fake.log, 'API: GET /api/v1/namespaces/kube-system', 'kubeconfig: merge c');
});

test.serial(
  'the only node of a cluster loses the taint that keeps pods away, and one of several keeps it',
  async (t) => {
    const patch = 'API: PATCH /api/v1/nodes/c-control-plane';
    const alone = create(t, { config: header });
    await alone.done;
    inOrder(t, alone.fake.log, 'c-control-plane: install add-ons', patch);
    const three = create(t);
    await three.done;
    t.false(three.fake.log.includes(patch));
  },
);

test.serial('a cluster that exists is left alone', async (t) => {
  const { fake, done } = create(t);
  await done;
  const context = new CreateContext({ ...fake.inputs, waitMs: 0 });
  const again = runPlan(createPlan(context), context, { events: createEventBus() });
  await t.throwsAsync(again, { code: 'CLUSTER_EXISTS' });
  t.is(fake.provider.nodes.size, 3);
  t.true(fake.provider.networks.has('kind'));
  t.false(fake.log.includes('kubeconfig: remove c'));
});

test.serial('several control planes start as one etcd cluster, and each completes after the first', async (t) => {
  const { fake, done } = create(t, { config: highlyAvailable });
  await done;
  const members = ['c-control-plane', 'c-control-plane2', 'c-control-plane3'];
  const initialCluster = members.map((name) => `${name}=https://${name}:2380`).join(',');
  for (const name of members) {
    const files = fake.provider.nodes.get(name)?.files;
    t.true(String(files?.get('/run/kubeadm-start.conf')?.content).includes(`initial-cluster: ${initialCluster}\n`));
    t.false(String(files?.get('/kind/kubeadm.conf')?.content).includes('initial-cluster'));
    t.is(files?.has('/etc/kubernetes/super-admin.conf'), name === members[0]);
  }
  for (const name of members.slice(1)) {
    inOrder(t, fake.log, 'c-control-plane: install add-ons', `${name}: complete the control plane`);
  }
});

test.serial('the load balancer leads to the first control plane until all are complete, and then to all', async (t) => {
  const { fake, done } = create(t, { config: highlyAvailable });
  await done;
  const balancer = fake.provider.nodes.get('c-external-load-balancer');
  t.like(balancer?.spec, { role: 'external-load-balancer', command: ['/load-balancer'] });
  const changes = fake.log.flatMap((entry, place) => (entry === 'c-external-load-balancer: balance' ? [place] : []));
  t.is(changes.length, 2);
  t.true((changes[0] ?? 0) < fake.log.indexOf('c-worker: start the kubelet'));
  t.true((changes[1] ?? 0) > fake.log.indexOf('c-control-plane3: complete the control plane'));
  const config = String(balancer?.files.get('/kind/haproxy.cfg.new')?.content);
  t.is(config.match(/^ {2}server \S+ \S+:6443 check$/gm)?.length, 3);
});

test.serial('nodes reach the API through the load balancer, and a control plane its own', async (t) => {
  const { fake, done } = create(t, { config: highlyAvailable });
  await done;
  const kubeletConf = (name: string) =>
    String(fake.provider.nodes.get(name)?.files.get('/etc/kubernetes/kubelet.conf')?.content);
  t.true(kubeletConf('c-worker').includes('https://c-external-load-balancer:6443'));
  const { address } = fake.provider.nodes.get('c-control-plane2') ?? {};
  t.true(kubeletConf('c-control-plane2').includes(`https://${address}:6443`));
});

for (const title of titlesOf(twoNodes)) {
  test.serial(
    `a create that fails at "${title}" leaves nothing, keeps its nodes’ logs and tells the cause`,
    async (t) => {
      const { fake, events, done } = create(t, { config: twoNodes, failAfter: title });
      await t.throwsAsync(done, { message: `failed: ${title}` });
      t.deepEqual([...fake.provider.nodes.keys()], []);
      t.deepEqual([...fake.provider.networks], []);
      const merged = fake.log.indexOf('kubeconfig: merge c');
      if (merged >= 0) t.true(fake.log.indexOf('kubeconfig: remove c') > merged);
      const hadNodes = fake.provider.log.some((entry) => entry.startsWith('create node'));
      t.true(!hadNodes || fake.log.some((entry) => entry.startsWith('logs:')));
      t.false(events.some(({ type }) => type === 'undo-failed'));
    },
  );
}

for (const title of [
  'Start the load balancer',
  'Start control plane c-control-plane2',
  'Balance between the control planes',
]) {
  test.serial(`a create of several control planes that fails at "${title}" leaves nothing`, async (t) => {
    const { fake, done } = create(t, { config: highlyAvailable, failAfter: title });
    await t.throwsAsync(done, { message: `failed: ${title}` });
    t.deepEqual([...fake.provider.nodes.keys()], []);
    t.deepEqual([...fake.provider.networks], []);
  });
}

for (const title of [
  'Start node c-worker',
  'Start the control plane',
  'Wait for the API server',
  'Join worker c-worker',
]) {
  test.serial(`a create that is interrupted during "${title}" leaves nothing`, async (t) => {
    const interrupt = new AbortController();
    const onEvent = (event: KindEvent) => {
      if (event.type === 'step-started' && event.step === title) interrupt.abort();
    };
    const { fake, done } = create(t, { config: twoNodes, signal: interrupt.signal, onEvent });
    await t.throwsAsync(done, { code: 'ABORTED' });
    t.deepEqual([...fake.provider.nodes.keys()], []);
    t.deepEqual([...fake.provider.networks], []);
  });
}

test.serial('with retain a failed create keeps its nodes', async (t) => {
  const { fake, done } = create(t, { failAfter: 'Install storage', retain: true });
  await t.throwsAsync(done, { message: 'failed: Install storage' });
  t.is(fake.provider.nodes.size, 3);
  t.true(fake.provider.networks.has('kind'));
});
