import type { KindEvent } from '../../core/contracts/index.js';
import { liveReporter } from './live.js';
import { plainText } from './text.js';

export interface Reporter {
  readonly onEvent: (event: KindEvent) => void;
  /** Leaves the terminal as it was found. */
  end(): void;
}

export interface ReporterFlags {
  readonly quiet?: boolean;
  readonly verbosity: number;
  readonly output?: 'json';
}

/** JSON lines on standard output, a live list on a terminal, plain lines elsewhere, or nothing. */
export function createReporter({ quiet, verbosity, output }: ReporterFlags): Reporter {
  if (output === 'json') return lines((event) => process.stdout.write(`${JSON.stringify(event)}\n`));
  if (quiet) return lines(() => {});
  const isVerbose = verbosity > 0;
  if (process.stderr.isTTY && !isVerbose) return liveReporter(process.stderr);
  return lines((event) => {
    const line = plainText(event, isVerbose);
    if (line !== undefined) process.stderr.write(`${line}\n`);
  });
}

function lines(onEvent: (event: KindEvent) => void): Reporter {
  return { onEvent, end: () => {} };
}
