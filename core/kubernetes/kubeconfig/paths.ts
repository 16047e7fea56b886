import { existsSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

export interface KubeconfigLocation {
  /** The value of --kubeconfig. */
  readonly explicit?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** As in `process.platform`. */
  readonly platform: string;
}

/** The files kubectl would read, first one first: the flag's, or those of $KUBECONFIG, or ~/.kube/config. */
export function kubeconfigPaths({ explicit, env, home, platform }: KubeconfigLocation): string[] {
  if (explicit) return [explicit];
  const { delimiter, join } = platform === 'win32' ? win32 : posix;
  const listed = new Set((env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== ''));
  if (listed.size > 0) return [...listed];
  return [join(platform === 'win32' ? windowsHome(env, home) : home, '.kube', 'config')];
}

/** The file kubectl would write a new stanza to: the first that exists, else the last. */
export function pathToWrite(paths: readonly string[]): string {
  const path = paths.find(isFile) ?? paths.at(-1);
  if (path === undefined) throw new TypeError('there is no kubeconfig path');
  return path;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

/** client-go's choice among the three variables: the one that has a kubeconfig, else the first that is set. */
function windowsHome(env: KubeconfigLocation['env'], home: string): string {
  const { HOME, USERPROFILE, HOMEDRIVE, HOMEPATH } = env;
  const drivePath = HOMEDRIVE && HOMEPATH ? HOMEDRIVE + HOMEPATH : undefined;
  const inUse = [HOME, drivePath, USERPROFILE].find((path) => path && existsSync(win32.join(path, '.kube', 'config')));
  return inUse || HOME || USERPROFILE || drivePath || home;
}
