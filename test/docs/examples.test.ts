import { readFileSync } from 'node:fs';
import test from 'ava';
import { loadConfig } from '../../core/config/index.js';
import { parseManifest } from '../../core/kubernetes/parse-manifest.js';

const folder = 'examples/quickstart';
const config = { file: 'kind.yaml', text: readFileSync(`${folder}/kind.yaml`, 'utf8') };

interface Service {
  readonly kind: string;
  readonly spec: { readonly ports: readonly { readonly nodePort: number }[] };
}

test('the quickstart’s app has a Deployment, a Service and a claim', (t) => {
  const kinds = parseManifest(readFileSync(`${folder}/app.yaml`, 'utf8')).map(({ kind }) => kind);
  t.deepEqual([...kinds].sort(), ['Deployment', 'PersistentVolumeClaim', 'Service']);
});

test('the quickstart’s cluster opens the port on which its app answers, to this machine alone', (t) => {
  const objects = parseManifest(readFileSync(`${folder}/app.yaml`, 'utf8')) as unknown as Service[];
  const nodePort = objects.find(({ kind }) => kind === 'Service')?.spec.ports[0]?.nodePort;
  const [node] = loadConfig(config, {}, '/').nodes;
  t.deepEqual(
    node?.ports.map(({ containerPort, listenAddress }) => [containerPort, listenAddress]),
    [[nodePort, '127.0.0.1']],
  );
});
