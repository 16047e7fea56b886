import test from 'ava';
import { certificatesIn } from '../../../core/host-settings/ca-certificates.js';
import { createClusterPki } from '../../../core/kubernetes/pki/index.js';

const { ca, etcdCa } = await createClusterPki();

test('each certificate of a file is had alone, without what stands around it', (t) => {
  const text = `# company\r\n${ca.cert}\nsubject=/CN=etcd\n${etcdCa.cert}`;
  t.deepEqual(certificatesIn(text), { certificates: [ca.cert, etcdCa.cert] });
});

test('a private key is refused, also beside a certificate', (t) => {
  t.deepEqual(certificatesIn(`${ca.cert}${ca.key}`), {
    problem: 'expected certificates alone, found EC PRIVATE KEY',
  });
});

test('what is not PEM, or not a certificate, is refused', (t) => {
  t.deepEqual(certificatesIn('certificate'), { problem: 'expected certificates in PEM, found none' });
  const broken = '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n';
  t.deepEqual(certificatesIn(`${ca.cert}${broken}`), {
    problem: 'expected certificates in PEM, found that number 2 is none',
  });
});
