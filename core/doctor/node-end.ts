import type { NodeEnd } from '../contracts/index.js';

/** 128 and SIGKILL. */
const killed = 137;

/** How a node ended, as the end of a sentence. */
export function describeEnd({ exitCode, wasOutOfMemory }: NodeEnd): string {
  if (wasOutOfMemory) return `the kernel ended it for lack of memory (exit code ${exitCode})`;
  return exitCode === killed
    ? `it was killed (exit code ${exitCode})`
    : `its first process ended with exit code ${exitCode}`;
}
