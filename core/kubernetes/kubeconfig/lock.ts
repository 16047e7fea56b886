import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubeconfigInvalid, kubeconfigLocked, messageOf } from '../../errors/index.js';

export interface LockOptions {
  /** How long to wait for somebody else's lock; 10 s unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs `work` while holding kubectl's lock of a kubeconfig, `<path>.lock`. The folder must exist.
 * Throws KUBECONFIG_LOCKED when somebody else keeps the lock; theirs is never taken away.
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
  const deadline = performance.now() + timeoutMs;
  for (let delayMs = 10; !(await tryAcquire(path, lock)); delayMs = Math.min(delayMs * 2, 200)) {
    if (performance.now() >= deadline) throw kubeconfigLocked({ lock, ageSeconds: await ageSeconds(lock) });
    // Uneven, so that two who wait do not always meet again.
    await sleep(delayMs * (0.5 + Math.random()), undefined, { signal });
  }
}

async function tryAcquire(path: string, lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw kubeconfigInvalid({ file: path, reason: `cannot lock it: ${messageOf(error)}` }, { cause: error });
  }
}

async function ageSeconds(lock: string): Promise<number> {
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
  return Math.max(0, Math.round((Date.now() - mtimeMs) / 1000));
}
