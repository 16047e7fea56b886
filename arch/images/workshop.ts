import type { Host } from '../../core/contracts/host.js';
import { nodeImageBuildFailed } from '../../core/errors/index.js';
import type { Recipe } from './recipe.js';

/** What the stages of a build work with. */
export interface Workshop {
  readonly host: Host;
  readonly recipe: Recipe;
  readonly log: (text: string) => void;
  readonly signal?: AbortSignal;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: NodeJS.ReadableStream;
}

const keptOutput = 4000;

/** Runs a program; `step` completes "to …". Throws NODE_IMAGE_BUILD_FAILED with the end of what it printed. */
export async function run(
  { host, log, signal }: Workshop,
  step: string,
  argv: readonly string[],
  options: RunOptions = {},
): Promise<void> {
  const startedAt = Date.now();
  log(`${step}: ${argv.join(' ')}`);
  const { exitCode, stdout, stderr } = await host.exec(argv, { ...options, signal });
  if (exitCode !== 0) {
    const output = (stdout + stderr).trimEnd().slice(-keptOutput);
    throw nodeImageBuildFailed({ step, reason: `${argv[0]} exited with ${exitCode}\n${output}` });
  }
  log(`${step}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Does everything at once. When one thing fails the others are stopped, and are over when this rejects. */
export async function together(
  workshop: Workshop,
  ...works: readonly ((workshop: Workshop) => Promise<void>)[]
): Promise<void> {
  const failure = new AbortController();
  const signals = workshop.signal === undefined ? [failure.signal] : [failure.signal, workshop.signal];
  const signal = AbortSignal.any(signals);
  let cause: unknown;
  await Promise.all(
    works.map((work) =>
      work({ ...workshop, signal }).catch((error: unknown) => {
        cause ??= error;
        failure.abort();
      }),
    ),
  );
  if (cause !== undefined) throw cause;
}
