/** What a kind of failure says: `message` is what happened, with the values; `hint` is the next thing to do. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

export interface ErrorOptions {
  /** The error of the engine, the file system or the network that led here. */
  readonly cause?: unknown;
}

/** Exit codes of the command: 1 failed, 2 wrong usage or config, 130 interrupted. */
export type ExitCode = 1 | 2 | 130;

/** The one error class of the project. `code` is stable and documented in docs/errors.md. */
export class KindError extends Error {
  override readonly name = 'KindError';

  constructor(
    readonly code: string,
    readonly exitCode: ExitCode,
    text: ErrorText,
    readonly details: unknown,
    options: ErrorOptions = {},
  ) {
    super(text.message, { cause: options.cause });
    this.hint = text.hint;
  }

  readonly hint: string;

  /** The same error, which also says what probably led to it, and what cures that. */
  withCauses(causes: readonly { readonly found: string; readonly cure: string }[]): KindError {
    if (causes.length === 0) return this;
    const message = [this.message, 'What probably led to it:', ...causes.map(({ found }) => `  ${found}`)].join('\n');
    const hint = [...new Set(causes.map(({ cure }) => cure)), this.hint].join('\n');
    return new KindError(this.code, this.exitCode, { message, hint }, this.details, { cause: this.cause });
  }

  toJSON(): { code: string; message: string; hint: string; cause?: string } {
    const cause = this.cause === undefined ? undefined : messageOf(this.cause);
    return { code: this.code, message: this.message, hint: this.hint, ...(cause === undefined ? {} : { cause }) };
  }
}

export interface ErrorKind<D> {
  readonly code: string;
  (details: D, options?: ErrorOptions): KindError;
  /** Whether `error` is of this kind. */
  is(error: unknown): error is KindError;
}

const defined = new Map<string, ErrorKind<never>>();

/** Every code that exists, for the documentation and its test. */
export function listErrorCodes(): string[] {
  return [...defined.keys()].sort();
}

/** Defines one kind of failure: one code, one sentence, one next action. */
export function defineError<D>(
  code: string,
  describe: (details: D) => ErrorText,
  exitCode: ExitCode = 1,
): ErrorKind<D> {
  const create = (details: D, options?: ErrorOptions) =>
    new KindError(code, exitCode, describe(details), details, options);
  const kind = Object.assign(create, {
    code,
    is: (error: unknown): error is KindError => error instanceof KindError && error.code === code,
  });
  defined.set(code, kind as unknown as ErrorKind<never>);
  return kind;
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
