import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { carriedImages } from '../../arch/images/carried-images.js';
import { busyboxImage, findNodeImageContents, localPathImage, pauseImage } from '../../arch/images/contents.js';

const run = promisify(execFile);
const version = 'v1.34.4';
const contents = findNodeImageContents(version);
if (contents === undefined) throw new Error(`no recipe for ${version}`);
const carried = carriedImages(version, contents, 'amd64', String).flatMap((image) => image.references);

const filledIn = (file: string) =>
  readFileSync(file, 'utf8')
    .replaceAll('@KUBERNETES_VERSION@', version)
    .replaceAll('@PAUSE_IMAGE@', pauseImage(contents))
    .replaceAll('@LOCAL_PATH_IMAGE@', localPathImage(contents))
    .replaceAll('@BUSYBOX_IMAGE@', busyboxImage);

for (const name of ['default-cni', 'default-storage']) {
  const manifest = filledIn(`arch/node-image/rootfs/kind/manifests/${name}.yaml`);

  test(`${name}: the manifest is YAML whose images are all in the node`, (t) => {
    const documents = parseAllDocuments(manifest.replace('{{ .PodSubnet }}', '10.244.0.0/16'));
    for (const document of documents) t.deepEqual(document.errors, []);
    const images = [...manifest.matchAll(/image:? *"?,? *"?([\w./-]+:[\w.-]+)"?/g)].map((match) => match[1] ?? '');
    t.true(images.length > 0);
    for (const image of images) t.true(carried.includes(image), image);
  });
}

test('the manifest of the network asks upstream kind to fill in the pod subnet and the API server', (t) => {
  const manifest = filledIn('arch/node-image/rootfs/kind/manifests/default-cni.yaml');
  t.true(manifest.includes('would you kindly template this file'));
  t.true(manifest.includes('would you kindly patch this file'));
  t.true(manifest.includes('{{ .PodSubnet }}'));
});

test('the images of a node are those that kubeadm asks for, and the sandbox image is one of them', (t) => {
  t.deepEqual(carried.filter((image) => image.startsWith('registry.k8s.io/')).sort(), [
    'registry.k8s.io/coredns/coredns:v1.12.1',
    'registry.k8s.io/etcd:3.6.5-0',
    'registry.k8s.io/kube-apiserver:v1.34.4',
    'registry.k8s.io/kube-controller-manager:v1.34.4',
    'registry.k8s.io/kube-proxy:v1.34.4',
    'registry.k8s.io/kube-scheduler:v1.34.4',
    'registry.k8s.io/pause:3.10.1',
  ]);
  t.regex(
    filledIn('arch/node-image/rootfs/etc/containerd/config.toml'),
    /sandbox_image = "registry.k8s.io\/pause:3.10.1"/,
  );
});

const scripts = ['arch/node-image/scripts', 'arch/node-image/rootfs/usr/local']
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

for (const script of scripts) {
  test(`${script}: bash can read it`, async (t) => {
    await t.notThrowsAsync(run('bash', ['-n', script]));
  });
}
