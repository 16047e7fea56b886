import { execFileSync } from 'node:child_process';

export interface Contender {
  readonly name: string;
  /** What `kind` is called as. */
  readonly argv: readonly string[];
}

export const ours: Contender = { name: 'kind-ts', argv: [process.execPath, 'bin/kind.js'] };

/** Upstream's kind, built on first use. */
export function upstream(): Contender {
  const path = execFileSync('bash', ['scripts/engines/upstream-kind.sh'], { encoding: 'utf8' }).trim();
  return { name: 'upstream', argv: [path] };
}
