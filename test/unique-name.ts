import { randomUUID } from 'node:crypto';

/** Begins every name that a test gives to something in an engine, so that a sweep finds what a crash left. */
export const testPrefix = 'kts';

/** Short enough for a host name, and for a network's bridge. */
export const uniqueName = (): string => `${testPrefix}${randomUUID().slice(0, 8)}`;
