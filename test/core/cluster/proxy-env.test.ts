import test from 'ava';
import { proxyEnv, withClientProxies } from '../../../core/cluster/proxy-env.js';
import { loadConfig } from '../../../core/config/index.js';

const spec = loadConfig(undefined, { name: 'c' }, '/');
const subnets = ['172.18.0.0/16', 'fc00:1::/64'];
const network = subnets.join(',');
const cluster = '10.96.0.0/16,10.244.0.0/16,c-control-plane,.svc,.svc.cluster,.svc.cluster.local';

test('a host without proxy settings gives its nodes none', (t) => {
  t.deepEqual(proxyEnv({ HTTP_PROXY: '', https_proxy: undefined }, spec, subnets), {});
});

test('exceptions alone are passed on too', (t) => {
  const exceptions = `${network},localhost,${cluster}`;
  t.deepEqual(proxyEnv({ NO_PROXY: 'localhost' }, spec, subnets), { NO_PROXY: exceptions, no_proxy: exceptions });
});

test('a proxy is given in both cases, and what is in the cluster never goes there', (t) => {
  t.deepEqual(proxyEnv({ HTTPS_PROXY: 'http://proxy:3128' }, spec, subnets), {
    HTTPS_PROXY: 'http://proxy:3128',
    https_proxy: 'http://proxy:3128',
    NO_PROXY: `${network},${cluster}`,
    no_proxy: `${network},${cluster}`,
  });
});

test('the small names count too, the big ones come first, and the host’s exceptions stay', (t) => {
  const env = {
    http_proxy: 'http://small',
    HTTP_PROXY: '',
    HTTPS_PROXY: 'http://big',
    https_proxy: 'http://other',
    no_proxy: 'intra.net',
  };
  t.like(proxyEnv(env, spec, subnets), {
    HTTP_PROXY: 'http://small',
    HTTPS_PROXY: 'http://big',
    https_proxy: 'http://big',
    NO_PROXY: `${network},intra.net,${cluster}`,
  });
});

test('what goes to the load balancer never goes to a proxy', (t) => {
  const node = { role: 'control-plane' as const };
  const several = { ...spec, nodes: spec.nodes.flatMap((first) => [first, { ...first, ...node, name: 'other' }]) };
  const { NO_PROXY } = proxyEnv({ HTTP_PROXY: 'http://proxy' }, several, []);
  t.true(NO_PROXY?.split(',').includes('c-external-load-balancer'));
});

test('the engine’s proxies for containers count where the environment names none', (t) => {
  const client = { HTTP_PROXY: 'http://of-docker', NO_PROXY: 'docker.net' };
  t.deepEqual(withClientProxies({ PATH: '/bin' }, client), client);
  t.deepEqual(withClientProxies({ no_proxy: 'intra.net' }, client), { ...client, NO_PROXY: 'intra.net' });
  t.deepEqual(withClientProxies({ https_proxy: 'http://own' }, client), { https_proxy: 'http://own' });
});
