import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCa, openSigner } from '../../core/kubernetes/pki/certificate.js';
import { startTinyRegistry } from '../tiny-registry.js';
import { type LiveCluster, liveCluster } from './clusters.js';
import { ownNetwork } from './config-fields/field-cluster.js';
import { inNode } from './engine.js';
import { kindOk } from './kind.js';
import { findKubectl } from './kubectl.js';
import { type Folder, liveName, temporaryFolder } from './live.js';

export const registryName = 'registry.kind-ts.test';
const password = randomUUID();
const login = `puller:${password}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const elsewhere = base64(`somebody:${randomUUID()}`);
export const registryAuth = base64(login);
export const secrets = [password, registryAuth, elsewhere];
export const cpus = 1;
export const memoryBytes = 1.5 * 2 ** 30;

export const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- {level: Request, resources: [{group: "", resources: [configmaps]}], verbs: [create]}
- {level: None}
`;

/** A cluster with every setting of `kind-ts.dev/v1`, and a registry that it can use only because of two of them. */
export interface SettingsCluster extends LiveCluster, AsyncDisposable {
  readonly folder: Folder;
  /** In the registry. */
  readonly image: string;
}

async function startRegistry(folder: string) {
  const ca = await createCa('a private authority', 'ECDSA-P256');
  const signer = await openSigner(ca);
  const request = {
    commonName: registryName,
    usages: ['serverAuth'],
    altNames: { dnsNames: [registryName], ips: [] },
  } as const;
  const registry = await startTinyRegistry({ tls: await signer.issue(request, 'ECDSA-P256'), login });
  const auths = {
    [`${registryName}:${registry.port}`]: { auth: registryAuth },
    'elsewhere.example': { auth: elsewhere },
  };
  await writeFile(join(folder, 'ca.pem'), ca.cert);
  await writeFile(join(folder, 'auth.json'), JSON.stringify({ auths }));
  await writeFile(join(folder, 'policy.yaml'), auditPolicy);
  return registry;
}

export const configOf = (folder: string, port: number) => ({
  kind: 'Cluster',
  apiVersion: 'kind-ts.dev/v1',
  audit: { policy: join(folder, 'policy.yaml') },
  caCertificates: [join(folder, 'ca.pem')],
  registryCredentials: { file: join(folder, 'auth.json'), registries: [`${registryName}:${port}`] },
  nodes: [{ role: 'control-plane', resources: { cpus, memory: String(memoryBytes) } }],
});

export async function createSettingsCluster(): Promise<SettingsCluster> {
  const folder = await temporaryFolder();
  const { port, server } = await startRegistry(folder.path);
  const name = liveName();
  const kubeconfig = join(folder.path, 'kubeconfig');
  const created = await kindOk(
    ['create', 'cluster', '--name', name, '--config', '-', '--wait', '5m', '--output=json'],
    {
      env: { ...ownNetwork(name), KUBECONFIG: kubeconfig },
      input: JSON.stringify(configOf(folder.path, port)),
    },
  );
  const cluster = liveCluster(name, created, [
    await findKubectl(`${name}-control-plane`, folder.path),
    '--kubeconfig',
    kubeconfig,
  ]);
  const route = await inNode(cluster.controlPlane, ['ip', '-4', 'route', 'show', 'default']);
  const hosts = `${route.split(' ')[2]} ${registryName}\n`;
  await inNode(cluster.controlPlane, ['tee', '-a', '/etc/hosts'], { input: hosts });
  return {
    ...cluster,
    folder,
    image: `${registryName}:${port}/team/tiny:1`,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}
