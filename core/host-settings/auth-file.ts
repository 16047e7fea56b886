/** What docker's config.json and podman's auth.json have in common. */
export interface AuthFile {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  /** Names of helpers by registry, and of the one for all others. */
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** Credentials (`user:password` in base64) by registry, as docker writes its name. */
export type Credentials = Map<string, string>;

/** `https://index.docker.io/v1/` and `docker.io` are the same. */
function plainName(registry: string): string {
  const name = registry.replace(/^https?:\/\//, '').replace(/(\/v[12])?\/*$/, '');
  return name.replace(/^(index|registry-1)\.docker\.io/, 'docker.io');
}

export function isWanted(registry: string, names: readonly string[]): boolean {
  const name = plainName(registry);
  return names.length === 0 || names.map(plainName).some((wanted) => name === wanted || name.startsWith(`${wanted}/`));
}
