import test from 'ava';
import { loadBalancerSpecOf } from '../../../core/cluster/load-balancer.js';
import { networkOf, nodeSpecOf } from '../../../core/cluster/node-spec.js';
import { loadConfig } from '../../../core/config/index.js';

const config = `
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
name: c
networking: {apiServerPort: 7443, apiServerAddress: 127.0.0.2, dnsSearch: [a.test, b.test]}
nodes:
- role: control-plane
  extraPortMappings: [{containerPort: 80, hostPort: 8080}]
- role: worker
  extraMounts: [{hostPath: shared, containerPath: /shared}]
`;
const spec = loadConfig({ file: 'config', text: config }, {}, '/base');
const inputs = { spec, image: 'image:1', networkName: 'net', nodeEnv: { HTTP_PROXY: 'http://proxy' } };
const [controlPlane, worker] = spec.nodes.map((node) => nodeSpecOf(node, inputs));

test('a control plane publishes its API server beside the user’s ports, and knows its kubeconfig', (t) => {
  t.deepEqual(controlPlane?.ports, [
    { containerPort: 80, hostPort: 8080, listenAddress: '0.0.0.0', protocol: 'TCP' },
    { containerPort: 6443, hostPort: 7443, listenAddress: '127.0.0.2', protocol: 'TCP' },
  ]);
  t.is(controlPlane?.env.KUBECONFIG, '/etc/kubernetes/admin.conf');
});

test('a worker publishes only what the user wants', (t) => {
  t.deepEqual(worker?.ports, []);
  t.false('KUBECONFIG' in (worker?.env ?? {}));
  t.like(worker?.mounts[0], { hostPath: '/base/shared', containerPath: '/shared', readOnly: false });
});

test('every node has the cluster’s name, network, proxy and search domains', (t) => {
  for (const node of [controlPlane, worker]) {
    t.like(node, {
      cluster: 'c',
      image: 'image:1',
      network: { name: 'net', ipv6: false },
      env: { HTTP_PROXY: 'http://proxy', KIND_DNS_SEARCH: 'a.test b.test' },
    });
  }
});

test('search domains are left as the engine has them unless the config names some, and may be emptied', (t) => {
  const searchOf = (dnsSearch?: string[]) => {
    const changed = { ...spec, networking: { ...spec.networking, dnsSearch } };
    const [node] = changed.nodes;
    return node && nodeSpecOf(node, { ...inputs, spec: changed }).env.KIND_DNS_SEARCH;
  };
  t.is(searchOf(), undefined);
  t.is(searchOf([]), '');
});

test('a network needs IPv6 unless the cluster is IPv4 alone', (t) => {
  const familyOf = (ipFamily: 'ipv4' | 'ipv6' | 'dual') =>
    networkOf({ ...spec, networking: { ...spec.networking, ipFamily } }, 'n').ipv6;
  t.deepEqual([familyOf('ipv4'), familyOf('ipv6'), familyOf('dual')], [false, true, true]);
});

test('of several control planes none has the user’s API port, which is the load balancer’s', (t) => {
  const several = { ...spec, nodes: [...spec.nodes, ...spec.nodes] };
  const ports = several.nodes.flatMap((node) => nodeSpecOf(node, { ...inputs, spec: several }).ports);
  const own = { containerPort: 6443, hostPort: 0, listenAddress: '127.0.0.1', protocol: 'TCP' };
  t.deepEqual(
    ports.filter(({ containerPort }) => containerPort === 6443),
    [own, own],
  );
  const name = 'c-external-load-balancer';
  const balancer = loadBalancerSpecOf({ ...inputs, spec: several, name, program: '/load-balancer' });
  t.like(balancer, { name, role: 'external-load-balancer', command: ['/load-balancer'], mounts: [] });
  t.deepEqual(balancer.ports, [{ containerPort: 6443, hostPort: 7443, listenAddress: '127.0.0.2', protocol: 'TCP' }]);
});
