import { bare } from './bare.js';
import { dual, ipv6 } from './families.js';
import type { FieldSuite } from './field-cluster.js';
import { full } from './full.js';

/** The suites by engine: the network is the engine's, and the rest of a config is the same on every engine. */
export const fieldSuites: Readonly<Record<string, readonly FieldSuite[]>> = {
  docker29: [dual, ipv6, full, bare],
  docker26: [dual],
  podman: [dual, ipv6],
};

export const allFieldSuites: readonly FieldSuite[] = fieldSuites.docker29 ?? [];
