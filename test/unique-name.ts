import { randomUUID } from 'node:crypto';

/** Begins every name that a test gives to something in an engine. */
const prefix = 'kts';
const minutesLength = 5;
const staleMinutes = 60;

const minutesNow = (): number => Math.floor(Date.now() / 60_000);

/** Short enough for a host name. Tells when it was made. */
export const uniqueName = (): string => `${prefix}${minutesNow().toString(36)}x${randomUUID().slice(0, 6)}`;

/** Whether the name is of a test that crashed, rather than of one that runs beside us. */
export function isStale(name: string): boolean {
  const made = Number.parseInt(name.slice(prefix.length, prefix.length + minutesLength), 36);
  return name.startsWith(prefix) && !(minutesNow() - made < staleMinutes);
}
