import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { configUnreadable, messageOf } from '../core/errors/index.js';

export interface ConfigFile {
  /** The name by which problems refer to it. */
  readonly file: string;
  readonly text: string;
}

/** Reads a config, `-` from standard input. Throws CONFIG_UNREADABLE. */
export async function readConfig(file: string): Promise<ConfigFile> {
  try {
    if (file === '-') return { file: '<stdin>', text: await text(process.stdin) };
    return { file, text: await readFile(file, 'utf8') };
  } catch (cause) {
    throw configUnreadable({ file, reason: messageOf(cause) }, { cause });
  }
}
