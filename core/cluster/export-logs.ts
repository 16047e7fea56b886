import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Node, Provider } from '../contracts/index.js';
import { logsUnavailable } from '../errors/index.js';
import { gatherLogs, type LogProblem } from './gather-logs.js';
import type { KindOptions, Session } from './session.js';

export interface ExportLogsOptions extends KindOptions {
  /** Made when it is missing; a new one in the folder for temporary files unless given. */
  readonly folder?: string;
}

export interface ExportedLogs {
  readonly folder: string;
  /** What could not be had; also in the folder's `errors.txt`. */
  readonly problems: readonly LogProblem[];
}

/** What is missing is also told as warnings. */
export async function exportLogs(
  { surroundings, events }: Session,
  provider: Provider,
  nodes: readonly Node[],
  options: ExportLogsOptions,
): Promise<ExportedLogs> {
  const cluster = nodes[0]?.cluster ?? '';
  const folder = options.folder
    ? resolve(surroundings.baseDir, options.folder)
    : await mkdtemp(join(surroundings.temporaryDir, 'kind-logs-'));
  const { isAny, problems } = await gatherLogs(provider, nodes, folder, surroundings.signal);
  if (!isAny) throw logsUnavailable({ cluster, problems });
  for (const { file, reason } of problems) {
    events.emit({ type: 'warning', message: `${file} is missing or not whole: ${reason.split('\n')[0]}` });
  }
  return { folder, problems };
}
