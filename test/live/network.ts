import { createInterface } from 'node:readline';
import { nodePort } from './clusters.js';
import { inNode } from './engine.js';
import { eventually } from './live.js';
import { list, service, webPod } from './manifests.js';
import { start } from './program.js';
import type { Suite } from './suites.js';

/** How long one request may take. */
const askMs = 10_000;

const serviceName = (pod: string): string => `service-${pod}`;

/** Pods and Services on the workers of the cluster of three. */
const everything = ([first, second]: readonly [string, string]): object =>
  list(
    webPod('one', first),
    webPod('two', second),
    service(serviceName('one'), 'one'),
    service(serviceName('two'), 'two'),
    service('outside', 'two', nodePort),
  );

export const testNetwork: Suite = (declare, live) => {
  const inPod = (pod: string, ...argv: string[]) => live().multi.kubectl(['exec', pod, '--', ...argv]);
  const fetchFrom = (pod: string, url: string) => inPod(pod, 'wget', '-q', '-T', '10', '-O', '-', url);

  declare('pods run on both workers', async (t) => {
    const { multi, workers } = live();
    await multi.apply(everything(workers));
    await multi.kubectl(['wait', 'pod/one', 'pod/two', '--for=condition=Ready', '--timeout=2m']);
    const placed = await multi.kubectl(['get', 'pods', 'one', 'two', '--output', 'jsonpath={.items[*].spec.nodeName}']);
    t.is(placed, workers.join(' '));
  });

  declare('pods on different nodes reach each other by address', async (t) => {
    for (const [from, to] of [
      ['one', 'two'],
      ['two', 'one'],
    ] as const) {
      const address = await live().multi.kubectl(['get', 'pod', to, '--output', 'jsonpath={.status.podIP}']);
      t.is(await fetchFrom(from, `http://${address}:8080`), `${to}\n`);
    }
  });

  // kube-proxy needs a moment on every node after the pods are ready.
  declare('pods on different nodes reach each other by the name of a Service', async (t) => {
    t.is(await eventually(() => fetchFrom('one', `http://${serviceName('two')}`)), 'two\n');
    const full = `http://${serviceName('one')}.default.svc.cluster.local`;
    t.is(await eventually(() => fetchFrom('two', full)), 'one\n');
  });

  declare('DNS answers names of the cluster in pods on every worker', async (t) => {
    for (const pod of ['one', 'two'])
      t.regex(await inPod(pod, 'nslookup', 'kubernetes.default.svc.cluster.local.'), /Address: 10\.96\.0\.1\n/);
  });

  declare('DNS forwards other names to the resolver of the node', async (t) => {
    // Nobody but the engine's own name server knows the names of nodes.
    const known = await inNode(live().workers[0], ['getent', 'ahostsv4', live().multi.controlPlane]);
    // podman's name server adds a domain of its own.
    const [address = '', , name] = known.split(/\s+/);
    t.regex(address, /^\d+\.\d+\.\d+\.\d+$/);
    for (const pod of ['one', 'two'])
      t.true((await inPod(pod, 'nslookup', '-type=a', `${name}.`)).includes(`Address: ${address}\n`));
  });

  declare('a NodePort answers through extraPortMappings on the host', async (t) => {
    const url = `http://127.0.0.1:${live().hostPort}`;
    const ask = async () => (await fetch(url, { signal: AbortSignal.timeout(askMs) })).text();
    t.is(await eventually(ask), 'two\n');
  });

  declare('kubectl logs shows what a pod on a worker printed', async (t) => {
    t.is(await live().multi.kubectl(['logs', 'one']), 'one\n');
  });

  declare('kubectl exec passes input, output and the exit code', async (t) => {
    const { kubectl } = live().multi;
    t.is(await kubectl(['exec', '--stdin', 'two', '--', 'cat'], { input: 'typed' }), 'typed');
    const error = await t.throwsAsync(kubectl(['exec', 'two', '--', 'sh', '-c', 'exit 7']));
    t.regex(error?.message ?? '', /exited with 7/);
  });

  declare('kubectl port-forward reaches a pod on a worker', async (t) => {
    const forward = start(live().multi.kubectlArgv(['port-forward', 'pod/one', ':8080']));
    t.teardown(async () => {
      forward.kill('SIGTERM');
      await forward.exited;
    });
    for await (const line of createInterface(forward.stdout)) {
      const port = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port === undefined) continue;
      t.is(await (await fetch(`http://127.0.0.1:${port}`)).text(), 'one\n');
      return;
    }
    t.fail((await forward.exited).stderr);
  });
};
