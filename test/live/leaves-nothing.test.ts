import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { KindEvent } from '../../core/contracts/index.js';
import { testEngine } from '../engines.js';
import { foreignKubeconfig } from './clusters.js';
import { containers, engine, inventory, networks, newSince } from './engine.js';
import { eventsOf, kind, kindOk, kindUntil } from './kind.js';
import { freePort, liveName, mapLimited, sweep, temporaryFolder } from './live.js';

/** So many creates at once; each keeps a core busy. */
const width = 2;

test.before(sweep);
test.after.always(sweep);

/** A cluster to be, with everything of its own: nothing that is left can be taken for another's. */
async function newCluster() {
  const name = liveName();
  const folder = await temporaryFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, foreignKubeconfig);
  const env = {
    KUBECONFIG: kubeconfig,
    [`KIND_EXPERIMENTAL_${testEngine.toUpperCase()}_NETWORK`]: name,
    KIND_CLUSTER_NAME: name,
    TMPDIR: folder.path,
  };
  const remains = async (): Promise<string[]> => [
    ...(await containers(name)).map((container) => `container ${container}`),
    ...(await networks(name)).map((network) => `network ${network}`),
    ...(await readdir(folder.path)).filter((file) => file !== 'kubeconfig').map((file) => `file ${file}`),
    ...((await readFile(kubeconfig, 'utf8')).includes(name) ? ['kubeconfig entries'] : []),
  ];
  return { name, env, remains, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

const starts = (step: string, cluster: string) => (event: KindEvent) =>
  event.type === 'step-started' && event.step === step.replace('CLUSTER', cluster);

/** The titles of the steps of a create, with CLUSTER for the name; what they leave when all is well and deleted. */
async function stepsOfCreate(t: ExecutionContext): Promise<string[]> {
  await using cluster = await newCluster();
  const created = await kindOk(['create', '--output', 'json', '--wait', '5m'], { env: cluster.env });
  t.is((await cluster.remains()).length, 3);
  await kindOk(['delete', 'cluster'], { env: cluster.env });
  t.deepEqual(await cluster.remains(), []);
  return eventsOf(created).flatMap((event) =>
    event.type === 'step-started' ? [event.step.replace(cluster.name, 'CLUSTER')] : [],
  );
}

test.serial('a create that is killed during any of its steps is deleted without a trace', async (t) => {
  const before = await inventory();
  const steps = await stepsOfCreate(t);
  t.true(steps.length > 5);
  const traces = await mapLimited(steps, width, async (step) => {
    await using cluster = await newCluster();
    const isDue = starts(step, cluster.name);
    const { exitCode } = await kindUntil(['create', '--wait', '5m'], 'SIGKILL', isDue, { env: cluster.env }).exited;
    const deleted = await kind(['delete', 'cluster'], { env: cluster.env });
    const left = [...(exitCode === 137 ? [] : [`not killed: ${exitCode}`]), ...(await cluster.remains())];
    if (deleted.exitCode !== 0) left.push(deleted.stderr);
    return left.map((trace) => `${step}: ${trace}`);
  });
  t.deepEqual(traces.flat(), []);
  t.deepEqual(await newSince(before), []);
});

test.serial('a create that is interrupted undoes itself and exits with 130', async (t) => {
  await using cluster = await newCluster();
  const before = await inventory();
  const isDue = starts('Wait for the API server', cluster.name);
  const { exitCode, stderr } = await kindUntil(['create'], 'SIGINT', isDue, { env: cluster.env }).exited;
  t.is(exitCode, 130);
  t.true(stderr.includes(`create of cluster ${cluster.name} was interrupted`), stderr);
  t.deepEqual(await cluster.remains(), []);
  t.deepEqual(await newSince(before), []);
});

/** Listens where the second node shall, and gives a config that wants the same port. */
async function takenPort(t: ExecutionContext) {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  t.teardown(() => void server.close());
  const input = JSON.stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [
      { role: 'control-plane' },
      { role: 'worker', extraPortMappings: [{ containerPort: 80, hostPort: port, listenAddress: '127.0.0.1' }] },
    ],
  });
  return { port, input };
}

test.serial('a create that fails undoes itself, tells the first cause and exits with 1', async (t) => {
  await using cluster = await newCluster();
  const before = await inventory();
  const { port, input } = await takenPort(t);
  const { exitCode, stderr } = await kind(['create', '--config', '-'], { env: cluster.env, input });
  t.is(exitCode, 1);
  t.regex(stderr, new RegExp(`ERROR: A port that node ${cluster.name}-worker publishes is taken: .*${port}`));
  const logs = /The logs of the nodes were kept in (\S+)/.exec(stderr)?.[1] ?? '';
  t.true((await readdir(join(logs, `${cluster.name}-control-plane`))).length > 0);
  await rm(logs, { recursive: true });
  t.deepEqual(await cluster.remains(), []);
  t.deepEqual(await newSince(before), []);
});

test.serial('a create that fails keeps its nodes with --retain, and delete removes them', async (t) => {
  await using cluster = await newCluster();
  const before = await inventory();
  const { input } = await takenPort(t);
  const { exitCode } = await kind(['create', '--retain', '--config', '-'], { env: cluster.env, input });
  t.is(exitCode, 1);
  t.true((await containers(cluster.name)).includes(`${cluster.name}-control-plane`));
  const running = await engine(['inspect', '--format', '{{.State.Running}}', `${cluster.name}-control-plane`]);
  t.is(running, 'true\n');
  await kindOk(['delete', 'cluster'], { env: cluster.env });
  t.deepEqual(await cluster.remains(), []);
  t.deepEqual(await newSince(before), []);
});

test.serial('a create whose node does not boot says why, and what cures it', async (t) => {
  await using cluster = await newCluster();
  await using folder = await temporaryFolder();
  const before = await inventory();
  const entrypoint = join(folder.path, 'entrypoint');
  const words = 'Failed to allocate manager object: Too many open files';
  await writeFile(entrypoint, `#!/bin/sh\necho '${words}'\nexit 255\n`, { mode: 0o755 });
  const extraMounts = [{ hostPath: entrypoint, containerPath: '/usr/local/bin/entrypoint' }];
  const nodes = [{ role: 'control-plane', extraMounts }];
  const input = JSON.stringify({ kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes });
  const { exitCode, stderr } = await kind(['create', '--config', '-'], { env: cluster.env, input });
  t.is(exitCode, 1);
  t.regex(stderr, /did not boot: its first process ended with exit code 255/);
  t.true(stderr.includes(`${cluster.name}-control-plane says: ${words} [INOTIFY_INSTANCES]`), stderr);
  t.true(stderr.includes('sudo sysctl fs.inotify.max_user_instances=1024'), stderr);
  const logs = /The logs of the nodes were kept in (\S+)/.exec(stderr)?.[1] ?? '';
  await rm(logs, { recursive: true });
  t.deepEqual(await cluster.remains(), []);
  t.deepEqual(await newSince(before), []);
});
