import { rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubeconfigInvalid, kubeconfigLocked, messageOf } from '../../errors/index.js';
import { describeOwner, removeOrphanedLock } from './lock-owner.js';

export interface LockOptions {
  /** How long to wait for somebody else's lock; 10 s unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs `work` while holding kubectl's lock of a kubeconfig, `<path>.lock`. The folder must exist.
 * Throws KUBECONFIG_LOCKED when somebody else keeps the lock; it is only taken away from a kind that was killed.
 */
export async function withKubeconfigLock<T>(path: string, work: () => Promise<T>, options: LockOptions): Promise<T> {
  const lock = `${path}.lock`;
  await acquire(path, lock, options);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(path: string, lock: string, { timeoutMs = 10_000, signal }: LockOptions): Promise<void> {
  const owner = await describeOwner();
  const deadline = performance.now() + timeoutMs;
  for (let delayMs = 10; !(await tryAcquire(path, lock, owner)); delayMs = Math.min(delayMs * 2, 200)) {
    if (performance.now() >= deadline) throw kubeconfigLocked({ lock, ageSeconds: await ageSeconds(lock) });
    // Uneven, so that two who wait do not always meet again.
    await sleep(delayMs * (0.5 + Math.random()), undefined, { signal });
  }
}

async function tryAcquire(path: string, lock: string, owner: string): Promise<boolean> {
  try {
    await writeFile(lock, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      await removeOrphanedLock(lock);
      return false;
    }
    throw kubeconfigInvalid({ file: path, reason: `cannot lock it: ${messageOf(error)}` }, { cause: error });
  }
}

async function ageSeconds(lock: string): Promise<number> {
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
  return Math.max(0, Math.round((Date.now() - mtimeMs) / 1000));
}
