import { readFile, readlink, rm, stat } from 'node:fs/promises';

/** Says who we are, for a lock that we make: where processes can be looked up, which is Linux; elsewhere nothing. */
export async function describeOwner(): Promise<string> {
  try {
    return `${await surroundings()} ${await readlink('/proc/self')}`;
  } catch {
    return '';
  }
}

/** Takes a lock away whose maker was one of us, on this machine, and has ended without doing so. Anybody else's stays. */
export async function removeOrphanedLock(lock: string): Promise<void> {
  const owner = await readFile(lock, 'utf8').catch(() => '');
  const pid = /^[\w-]+ pid:\[\d+\] (\d+)$/.exec(owner)?.[1];
  if (pid === undefined || (await exists(`/proc/${pid}`))) return;
  if (owner === `${await surroundings()} ${pid}`) await rm(lock, { force: true });
}

/** Two processes with the same see each other in /proc: this boot of the machine, and this namespace of processes. */
async function surroundings(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
