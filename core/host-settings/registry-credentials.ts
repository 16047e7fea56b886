import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryCredentialsSpec } from '../contracts/index.js';
import { type AuthFile, type Credentials, isWanted } from './auth-file.js';
import { askHelpers } from './credential-helpers.js';
import type { HostUser } from './index.js';
import { readSettingFile } from './read-file.js';

const field = 'registryCredentials';

/**
 * The content of a docker `config.json` with the credentials that are wanted, and nothing else. A registry that is named and has
 * none is a problem, and so is it when there are none at all.
 */
export async function readRegistryCredentials(
  wanted: RegistryCredentialsSpec,
  user: HostUser,
  problems: string[],
): Promise<string | undefined> {
  const places = wanted.file === undefined ? await existing(usualPlaces(user)) : [wanted.file];
  const files = (await Promise.all(places.map((place) => readAuthFile(place, problems)))).filter(
    (file) => file !== undefined,
  );
  const found: Credentials = new Map(files.toReversed().flatMap(storedIn));
  if (wanted.credentialHelpers)
    for (const file of files) await askHelpers(file, wanted.registries, user.host, { found, problems });
  const kept = [...found].filter(([registry]) => isWanted(registry, wanted.registries));
  problems.push(...missing(wanted.registries, kept, places));
  return JSON.stringify({ auths: Object.fromEntries(kept.map(([registry, auth]) => [registry, { auth }])) });
}

/** In the order in which they count. */
function usualPlaces({ env, homeDir }: HostUser): string[] {
  return [
    join(env.DOCKER_CONFIG || join(homeDir, '.docker'), 'config.json'),
    ...(env.REGISTRY_AUTH_FILE ? [env.REGISTRY_AUTH_FILE] : []),
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers/auth.json')] : []),
    join(env.XDG_CONFIG_HOME || join(homeDir, '.config'), 'containers/auth.json'),
  ];
}

async function existing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      access(file)
        .then(() => [file])
        .catch(() => []),
    ),
  );
  return found.flat();
}

async function readAuthFile(file: string, problems: string[]): Promise<AuthFile | undefined> {
  const text = await readSettingFile(field, file, problems);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as AuthFile;
  } catch {
    // The parser's own words would quote what may be secret.
    problems.push(`${file}: ${field}: expected JSON, as docker and podman write it, found a fault`);
    return undefined;
  }
}

/** An entry without `auth` only says that a helper has it; one with a token alone is of no use to the kubelet. */
function storedIn({ auths = {} }: AuthFile): [string, string][] {
  return Object.entries(auths).flatMap(([registry, { auth }]) => (auth ? [[registry, auth]] : []));
}

function missing(
  names: readonly string[],
  kept: readonly (readonly [string, string])[],
  places: readonly string[],
): string[] {
  const where = places.length > 0 ? places.join(', ') : 'any file of docker or podman';
  const helpers = 'set credentialHelpers: true for those that a helper has';
  if (names.length === 0)
    return kept.length > 0 ? [] : [`${field}: expected credentials in ${where}, found none; log in, or ${helpers}`];
  return names
    .filter((name) => !kept.some(([registry]) => isWanted(registry, [name])))
    .map(
      (name) => `${field}.registries: expected credentials for ${name} in ${where}, found none; log in, or ${helpers}`,
    );
}
