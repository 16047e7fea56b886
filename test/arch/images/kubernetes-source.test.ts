import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findKubernetesSource } from '../../../arch/images/kubernetes-source.js';
import { readRecipe } from '../../../arch/images/recipe.js';
import type { Host } from '../../../core/contracts/index.js';
import { fakeHost } from '../../fakes/host.js';
import { temporaryFolder } from '../temporary-folder.js';

const constants = `const (
	DefaultEtcdVersion = "3.7.1-0"
	CoreDNSVersion = "v1.15.0"
	PauseVersion = "3.11"
)
`;
const goMod = `module k8s.io/kubernetes

replace (
	k8s.io/api => ./staging/src/k8s.io/api
	k8s.io/kubectl => ./staging/src/k8s.io/kubectl
)
`;

/** As much of Kubernetes' sources as is looked at. */
async function sources(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const files = { 'go.mod': goMod, 'cmd/kubeadm/app/constants/constants.go': constants, 'pkg/a.go': 'package a' };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A machine that has every tool, and on which git answers. */
function hostWith(gitAnswers: string): Host {
  return {
    ...fakeHost(),
    exists: async () => true,
    exec: async ([program, ...args]) => {
      if (program === 'git') return { exitCode: gitAnswers === '' ? 128 : 0, stdout: `${gitAnswers}\n`, stderr: '' };
      return { exitCode: 0, stdout: args[0] === 'version' ? 'go version go1.26.0 linux/amd64' : '', stderr: '' };
    },
  };
}

const arch = 'amd64';

test('of the pinned release nothing has to be found out, and no tool is needed', async (t) => {
  t.is(await findKubernetesSource(fakeHost(), { version: 'v1.34.4', arch }), undefined);
});

test('a folder gives its modules, and the tags that its kubeadm asks for', async (t) => {
  const folder = await sources(t);
  const source = await findKubernetesSource(hostWith(''), { folder, version: 'v1.40.0', arch });
  t.is(source?.version, 'v1.40.0');
  t.deepEqual(source?.contents, { etcd: '3.7.1-0', coredns: 'v1.15.0', pause: '3.11', localPath: 'v0.0.30' });
  t.deepEqual(source?.edits, [
    `-replace=k8s.io/kubernetes=${folder}`,
    `-replace=k8s.io/api=${folder}/staging/src/k8s.io/api`,
    `-replace=k8s.io/kubectl=${folder}/staging/src/k8s.io/kubectl`,
  ]);
});

test('a change in the folder is another image', async (t) => {
  const folder = await sources(t);
  const inputs = async () => {
    const source = await findKubernetesSource(hostWith(''), { folder, version: 'v1.40.0', arch });
    return (await readRecipe({ version: 'v1.40.0', arch, source })).hashes.inputs;
  };
  const before = await inputs();
  t.is(await inputs(), before);
  await writeFile(join(folder, 'pkg/a.go'), 'package b');
  t.not(await inputs(), before);
});

const described: Readonly<Record<string, string>> = {
  'v1.34.4': 'v1.34.4',
  'v1.34.4-dirty': 'v1.34.4+dirty',
  'v1.34.4-12-g0123456789abcd': 'v1.34.4-12+0123456789abcd',
  'v1.36.0-alpha.1-12-g0123456789abcd': 'v1.36.0-alpha.1.12+0123456789abcd',
  'v1.36.0-alpha.1-12-g0123456789abcd-dirty': 'v1.36.0-alpha.1.12+0123456789abcd-dirty',
};

for (const [answer, version] of Object.entries(described))
  test(`what git describes as ${answer} is version ${version}, and its image has a name without +`, async (t) => {
    const source = await findKubernetesSource(hostWith(answer), { folder: await sources(t), arch });
    t.is(source?.version, version);
    const { reference } = await readRecipe({ version, arch, source });
    t.is(reference, `localhost/kind-ts/node:${version.replace('+', '_')}`);
  });

test('sources whose version git does not know are refused with the flag that tells it', async (t) => {
  const folder = await sources(t);
  const refused = await t.throwsAsync(findKubernetesSource(hostWith(''), { folder, arch }), { code: 'USAGE' });
  t.regex(String((refused as { hint?: string }).hint), /--kubernetes-version/);
});

test('a folder without Kubernetes’ sources is refused before tools are looked for', async (t) => {
  const folder = await temporaryFolder(t);
  await t.throwsAsync(findKubernetesSource(fakeHost(), { folder, arch }), { code: 'USAGE', message: /go\.mod/ });
});

for (const version of ['v1.20.0', '1.34', 'v2.0.0', 'latest'])
  test(`the release ${version} is refused before tools are looked for`, async (t) => {
    await t.throwsAsync(findKubernetesSource(fakeHost(), { version, arch }), { code: 'USAGE' });
  });
