import { readFile } from 'node:fs/promises';
import { messageOf } from '../errors/index.js';

/** The text of a file that a field of the config names; a file that cannot be read is a problem, and undefined. */
export async function readSettingFile(field: string, file: string, problems: string[]): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    problems.push(`${file}: ${field}: expected a file that can be read, found: ${messageOf(error)}`);
    return undefined;
  }
}
