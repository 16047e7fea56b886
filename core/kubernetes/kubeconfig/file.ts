import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { kubeconfigInvalid, messageOf } from '../../errors/index.js';

/** The text of a kubeconfig, or undefined when there is no file. Throws KUBECONFIG_INVALID. */
export async function readKubeconfig(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw kubeconfigInvalid({ file: path, reason: `cannot read it: ${error.message}` }, { cause: error });
  });
  try {
    // Strictly, and with its byte order mark: what cannot be read exactly could not be written back exactly.
    return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw kubeconfigInvalid({ file: path, reason: 'it is not UTF-8' }, { cause: error });
  }
}

/** Makes the file's folder, for its owner alone. */
export async function makeFolderOf(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw kubeconfigInvalid({ file: path, reason: `cannot make its folder: ${messageOf(error)}` }, { cause: error });
  }
}

/**
 * Replaces a kubeconfig in one step, so that nobody reads half of it; undefined takes it away. Through a symbolic
 * link it is the link's target that changes. Keeps mode and owner; a new file is its owner's alone.
 */
export async function replaceKubeconfig(path: string, text: string | undefined): Promise<void> {
  try {
    const target = await targetOf(path);
    if (text === undefined) await rm(target, { force: true });
    else await replaceFile(target, text);
  } catch (error) {
    throw kubeconfigInvalid({ file: path, reason: `cannot write it: ${messageOf(error)}` }, { cause: error });
  }
}

async function replaceFile(target: string, text: string): Promise<void> {
  await makeFolderOf(target);
  const temporary = join(dirname(target), `.kubeconfig-${randomUUID()}.tmp`);
  try {
    await writeLike(target, temporary, text);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    // A file that is itself a mount cannot be renamed over, and somebody else's cannot be made by us.
    if (!['EBUSY', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    await writeFile(target, text);
  }
}

/** Writes a file that has the mode and the owner of `model`, if there is one. */
async function writeLike(model: string, path: string, text: string): Promise<void> {
  const old = await stat(model).catch(() => undefined);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    if (old) {
      const own = await file.stat();
      if (own.uid !== old.uid || own.gid !== old.gid) await file.chown(old.uid, old.gid);
      await file.chmod(old.mode & 0o7777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a chain of symbolic links ends at, be it there or not. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const link = await readlink(path).catch(() => undefined);
    return link === undefined ? path : targetOf(resolve(dirname(path), link));
  }
}
