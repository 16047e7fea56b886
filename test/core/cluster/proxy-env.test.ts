import test from 'ava';
import { proxyEnv } from '../../../core/cluster/proxy-env.js';
import { loadConfig } from '../../../core/config/index.js';

const spec = loadConfig(undefined, { name: 'c' }, '/');
const cluster = '10.96.0.0/16,10.244.0.0/16,c-control-plane,.svc,.svc.cluster,.svc.cluster.local';

test('a host without a proxy gives its nodes none, whatever it keeps from it', (t) => {
  t.deepEqual(proxyEnv({ NO_PROXY: 'localhost' }, spec), {});
});

test('a proxy is given in both cases, and what is in the cluster never goes there', (t) => {
  t.deepEqual(proxyEnv({ HTTPS_PROXY: 'http://proxy:3128' }, spec), {
    HTTPS_PROXY: 'http://proxy:3128',
    https_proxy: 'http://proxy:3128',
    NO_PROXY: cluster,
    no_proxy: cluster,
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
  t.like(proxyEnv(env, spec), {
    HTTP_PROXY: 'http://small',
    HTTPS_PROXY: 'http://big',
    https_proxy: 'http://big',
    NO_PROXY: `intra.net,${cluster}`,
  });
});
