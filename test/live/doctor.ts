import type { CheckResult } from '../../core/index.js';
import { engine } from './engine.js';
import { kind } from './kind.js';
import { eventually } from './live.js';
import type { Suite } from './suites.js';

export const testDoctor: Suite = (declare, live) => {
  const examine = async () => {
    const { kubeconfig, multi } = live();
    const args = ['doctor', '--name', multi.name, '--output', 'json'];
    const { exitCode, stdout, stderr } = await kind(args, { env: { KUBECONFIG: kubeconfig } });
    return { exitCode, stderr, checks: (JSON.parse(stdout) as { checks: CheckResult[] }).checks };
  };
  const not = (status: CheckResult['status'], checks: readonly CheckResult[]) =>
    checks.filter((check) => check.status !== status);

  declare('kind doctor finds a cluster of three nodes well, and can look at everything on this machine', async (t) => {
    const { exitCode, stderr, checks } = await examine();
    const ofCluster = checks.filter(({ scope }) => scope === 'cluster');
    t.true(ofCluster.length > 10);
    t.deepEqual(not('ok', ofCluster), []);
    t.deepEqual(
      checks.filter(({ status }) => status === 'failed' || status === 'unknown'),
      [],
    );
    t.is(exitCode, 0, stderr);
  });

  declare('kind doctor names a stopped worker, and a DNS without pods', async (t) => {
    const { multi, workers } = live();
    const scale = (replicas: number) =>
      multi.kubectl(['-n', 'kube-system', 'scale', 'deployment', 'coredns', `--replicas=${replicas}`]);
    t.teardown(async () => {
      await engine(['start', workers[1]]);
      await scale(2);
      await eventually(() =>
        multi.kubectl(['-n', 'kube-system', 'wait', 'deployment/coredns', '--for=condition=Available', '--timeout=5s']),
      );
    });
    await scale(0);
    await multi.kubectl(['-n', 'kube-system', 'wait', 'pod', '-l', 'k8s-app=kube-dns', '--for=delete', '--timeout=2m']);
    await engine(['kill', workers[1]]);

    const { exitCode, stderr, checks } = await examine();
    t.is(exitCode, 1);
    const found = new Map(checks.map((check) => [check.code, check]));
    t.like(found.get('CLUSTER_NODES_RUNNING'), { status: 'failed' });
    t.regex(found.get('CLUSTER_NODES_RUNNING')?.found ?? '', new RegExp(`${workers[1]} has stopped`));
    t.like(found.get('CLUSTER_DNS'), {
      status: 'failed',
      cure: `kubectl --context kind-${multi.name} -n kube-system scale deployment coredns --replicas=2`,
    });
    t.regex(stderr, /CLUSTER_NODES_RUNNING.*CLUSTER_DNS/);
    for (const code of ['CLUSTER_API', 'CLUSTER_CONTROL_PLANE', 'CLUSTER_STORAGE', 'CLUSTER_KUBECONFIG'])
      t.is(found.get(code)?.status, 'ok', code);
  });
};
