import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadConfig } from '../../../core/config/index.js';
import { readHostSettings } from '../../../core/host-settings/index.js';
import { localHost } from '../../../providers/hosts/local.js';
import { temporaryFolder } from '../../arch/temporary-folder.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const auths = (entries: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(entries).map(([registry, user]) => [registry, { auth: base64(user) }]));

/** A docker credential helper that knows one registry. */
const helper = `#!/bin/sh
case $1 in
list) echo '{"https://helped.example": "someone"}' ;;
get) [ "$(cat)" = https://helped.example ] || exit 1
     echo '{"ServerURL": "x", "Username": "someone", "Secret": "s3cret"}' ;;
esac
`;

interface Home {
  readonly docker?: unknown;
  readonly podman?: unknown;
}

/** Reads the setting for somebody who has these files. */
async function read(t: ExecutionContext, setting: string, { docker, podman }: Home): Promise<unknown> {
  const homeDir = await temporaryFolder(t);
  const write = async (name: string, content: string) => {
    await mkdir(dirname(join(homeDir, name)), { recursive: true });
    await writeFile(join(homeDir, name), content);
  };
  if (docker !== undefined) await write('.docker/config.json', JSON.stringify(docker));
  if (podman !== undefined) await write('.config/containers/auth.json', JSON.stringify(podman));
  await write('bin/docker-credential-test', helper);
  await chmod(join(homeDir, 'bin/docker-credential-test'), 0o755);
  const host = localHost({ ...process.env, PATH: `${homeDir}/bin${delimiter}${process.env.PATH}` });
  t.teardown(() => host.close());
  const text = `kind: Cluster\napiVersion: kind-ts.dev/v1\nregistryCredentials: ${setting}\n`;
  const spec = loadConfig({ file: 'kind.yaml', text }, {}, homeDir);
  const { registryCredentials } = await readHostSettings(spec, { env: {}, homeDir, host });
  return registryCredentials === undefined ? undefined : JSON.parse(registryCredentials).auths;
}

test('without the setting nothing is read', async (t) => {
  t.is(await read(t, 'false', { docker: { auths: auths({ 'a.example': 'u:p' }) } }), undefined);
});

test('docker’s and podman’s files are united, docker’s first, and nothing but credentials is taken', async (t) => {
  const docker = { auths: auths({ 'a.example': 'u:docker', 'b.example': 'u:b' }), proxies: { default: {} } };
  const podman = { auths: auths({ 'a.example': 'u:podman', 'c.example/team': 'u:c' }) };
  t.deepEqual(
    await read(t, 'true', { docker, podman }),
    auths({ 'a.example': 'u:docker', 'b.example': 'u:b', 'c.example/team': 'u:c' }),
  );
});

test('only the registries that are named are taken, whatever docker calls them', async (t) => {
  const docker = {
    auths: auths({
      'https://index.docker.io/v1/': 'u:hub',
      'a.example': 'u:a',
      'a.example.org': 'u:o',
      'a.example/x': 'u:x',
    }),
  };
  t.deepEqual(
    await read(t, '{registries: [docker.io, a.example]}', { docker }),
    auths({ 'https://index.docker.io/v1/': 'u:hub', 'a.example': 'u:a', 'a.example/x': 'u:x' }),
  );
});

test('a helper is asked when the config says so', async (t) => {
  const docker = { auths: { 'https://helped.example': {} }, credsStore: 'test' };
  const found = await read(t, '{credentialHelpers: true}', { docker });
  t.deepEqual(found, auths({ 'https://helped.example': 'someone:s3cret' }));
  const error = await t.throwsAsync(read(t, '{registries: [helped.example]}', { docker }), { code: 'CONFIG_INVALID' });
  t.regex(
    error?.message ?? '',
    /registries: expected credentials for helped\.example in .*, found none; .*credentialHelpers: true/,
  );
});

test('a helper of one registry is asked for that one alone', async (t) => {
  const docker = { credHelpers: { 'https://helped.example': 'test', 'unknown.example': 'test' } };
  const found = await read(t, '{credentialHelpers: true, registries: [helped.example]}', { docker });
  t.deepEqual(found, auths({ 'https://helped.example': 'someone:s3cret' }));
});

test('a helper that is not there is told by its name', async (t) => {
  const docker = { credsStore: 'nowhere' };
  const error = await t.throwsAsync(read(t, '{credentialHelpers: true}', { docker }), { code: 'CONFIG_INVALID' });
  t.regex(error?.message ?? '', /expected docker-credential-nowhere to run, found: /);
});

test('no credentials at all, or a file that is missing, is refused', async (t) => {
  await t.throwsAsync(read(t, 'true', {}), {
    message: /expected credentials in any file of docker or podman, found none/,
  });
  await t.throwsAsync(read(t, '{file: nothing.json}', {}), {
    message: /nothing\.json: registryCredentials: expected a file that can be read/,
  });
});

test('a file that is not JSON is refused without a word of its content', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'auth.json');
  await writeFile(file, '{"auths": {"a.example": {"auth": "c2VjcmV0"');
  const error = await t.throwsAsync(read(t, `{file: ${file}}`, {}), { code: 'CONFIG_INVALID' });
  t.false(error?.message.includes('c2VjcmV0'));
});
