import type { Machine } from '../contracts/index.js';

/** A file's text, or undefined when it cannot be read. */
export async function readText(machine: Machine, path: string, signal?: AbortSignal): Promise<string | undefined> {
  const { exitCode, stdout } = await machine.exec(['cat', path], { signal });
  return exitCode === 0 ? stdout : undefined;
}

/** Throws when the file cannot be read. */
export async function requireText(machine: Machine, path: string, signal?: AbortSignal): Promise<string> {
  const text = await readText(machine, path, signal);
  if (text === undefined) throw new Error(`${path} cannot be read`);
  return text;
}

/** Throws when the file does not begin with a number. */
export async function readNumber(machine: Machine, path: string, signal?: AbortSignal): Promise<number> {
  const text = await requireText(machine, path, signal);
  const number = Number.parseInt(text, 10);
  if (Number.isNaN(number)) throw new Error(`${path} has no number: ${text.trim()}`);
  return number;
}
