import test from 'ava';
import { withEtcdMembers } from '../../../core/kubernetes/etcd-cluster.js';

const members = ['a', 'b'];
const cluster = { apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'ClusterConfiguration' };
const init = { apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'InitConfiguration' };

test('etcd is told all members by name, beside the arguments that the user gives it', (t) => {
  const given = { ...cluster, etcd: { local: { dataDir: '/data', extraArgs: { 'quota-backend-bytes': '1' } } } };
  t.deepEqual(withEtcdMembers([given, init], 'b', members), [
    {
      ...cluster,
      etcd: {
        local: {
          dataDir: '/data',
          extraArgs: {
            'quota-backend-bytes': '1',
            'initial-cluster': 'a=https://a:2380,b=https://b:2380',
            'initial-advertise-peer-urls': 'https://b:2380',
          },
        },
      },
    },
    init,
  ]);
});

test('arguments are listed where kubeadm lists them', (t) => {
  const [told] = withEtcdMembers([{ ...cluster, apiVersion: 'kubeadm.k8s.io/v1beta4' }], 'a', members);
  t.deepEqual(told?.etcd, {
    local: {
      extraArgs: [
        { name: 'initial-cluster', value: 'a=https://a:2380,b=https://b:2380' },
        { name: 'initial-advertise-peer-urls', value: 'https://a:2380' },
      ],
    },
  });
});

test('an etcd of the user’s own is left alone', (t) => {
  const external = { ...cluster, etcd: { external: { endpoints: ['https://etcd:2379'] } } };
  t.deepEqual(withEtcdMembers([external], 'a', members), [external]);
});
