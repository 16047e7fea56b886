/** One thing to do on the way to a cluster. `C` is what the steps of a plan share. */
export interface Step<C> {
  /** What the user reads while it runs; unique in its plan. */
  readonly title: string;
  /** Steps that must be done before this one starts. */
  readonly needs?: readonly Step<C>[];
  run(context: C, signal: AbortSignal): Promise<void>;
  /** The way back. Also called when `run` threw, since half of it may have happened. */
  undo?(context: C, signal: AbortSignal): Promise<void>;
}

/** The steps that lead from what is to what shall be. */
export interface Plan<C> {
  readonly name: string;
  readonly cluster: string;
  readonly steps: readonly Step<C>[];
  /** Called once after a failure that was no interruption, while everything is still there: the same error, better told. */
  explain?(context: C, failure: unknown, signal: AbortSignal): Promise<unknown>;
  /** Called once after a failure that was no interruption, before anything is undone: the time to gather logs. */
  beforeUndo?(context: C, signal: AbortSignal): Promise<void>;
}
