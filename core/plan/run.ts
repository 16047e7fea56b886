import { setMaxListeners } from 'node:events';
import type { ErrorRecord, Events } from '../contracts/events.js';
import { aborted, KindError, messageOf } from '../errors/index.js';
import type { Plan, Step } from './step.js';

export interface RunOptions {
  readonly events: Events;
  readonly signal?: AbortSignal;
  /** Leaves what a failed plan made, to look at. */
  readonly retain?: boolean;
}

/** Time that gathering logs, and then undoing, may take after a failure. */
const undoTimeoutMs = 60_000;
const explainTimeoutMs = 15_000;

/**
 * Runs every step as soon as the steps it needs are done. After the first failure the others are aborted, and what was
 * started is undone in reverse order with a fresh signal. Throws the first cause, as the plan explains it, never what undoing met.
 */
export async function runPlan<C>(plan: Plan<C>, context: C, options: RunOptions): Promise<void> {
  const { events } = options;
  const startedAt = Date.now();
  events.emit({ type: 'plan-started', plan: plan.name, cluster: plan.cluster });
  const run = new PlanRun(plan, context, options);
  const cause = await run.toEnd();
  if (cause !== undefined) {
    const failure = await explain(plan, context, cause);
    if (!options.retain) await undo(plan, context, run.started, failure, events);
    throw failure;
  }
  events.emit({ type: 'plan-finished', plan: plan.name, cluster: plan.cluster, ms: Date.now() - startedAt });
}

/** Whoever interrupts knows why; and what cannot be explained is told as it is. */
async function explain<C>(plan: Plan<C>, context: C, failure: unknown): Promise<unknown> {
  if (!plan.explain || aborted.is(failure)) return failure;
  return plan.explain(context, failure, AbortSignal.timeout(explainTimeoutMs)).catch(() => failure);
}

class PlanRun<C> {
  /** In the order in which they started. */
  readonly started: Step<C>[] = [];
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #running = new Map<Step<C>, Promise<void>>();
  #failure: unknown;

  constructor(
    readonly plan: Plan<C>,
    readonly context: C,
    readonly options: RunOptions,
  ) {
    this.#signal = AbortSignal.any([this.#stop.signal, ...(options.signal ? [options.signal] : [])]);
    // Steps that run side by side listen to it many times; Node takes more than ten listeners for a leak, and says so.
    setMaxListeners(0, this.#signal);
  }

  /** Resolves when no step runs any more: with the first failure, or undefined. */
  async toEnd(): Promise<unknown> {
    await Promise.allSettled(this.plan.steps.map((step) => this.#ensureRunning(step)));
    return this.#failure;
  }

  #ensureRunning(step: Step<C>): Promise<void> {
    let running = this.#running.get(step);
    if (!running) {
      running = this.#run(step);
      this.#running.set(step, running);
    }
    return running;
  }

  async #run(step: Step<C>): Promise<void> {
    await Promise.all((step.needs ?? []).map((needed) => this.#ensureRunning(needed)));
    if (this.#signal.aborted) return this.#fail(this.#abortCause());
    const { events } = this.options;
    const startedAt = Date.now();
    this.started.push(step);
    events.emit({ type: 'step-started', step: step.title, needs: (step.needs ?? []).map(({ title }) => title) });
    try {
      await step.run(this.context, this.#signal);
      events.emit({ type: 'step-finished', step: step.title, ms: Date.now() - startedAt });
    } catch (error) {
      const cause = this.#signal.aborted ? this.#abortCause() : error;
      if (this.#failure === undefined)
        events.emit({ type: 'step-failed', step: step.title, ms: Date.now() - startedAt, error: recordOf(cause) });
      this.#fail(cause);
    }
  }

  /** The user's own interruption, or the failure of another step. */
  #abortCause(): unknown {
    return this.#failure ?? aborted({ what: `${this.plan.name} of cluster ${this.plan.cluster}` });
  }

  #fail(error: unknown): never {
    this.#failure ??= error;
    this.#stop.abort();
    throw error;
  }
}

async function undo<C>(plan: Plan<C>, context: C, started: readonly Step<C>[], failure: unknown, events: Events) {
  const undoable = started.filter((step) => step.undo).reverse();
  // What failed before it made anything, such as a name that is taken, has no logs: they would be another cluster's.
  if (undoable.length === 0) return;
  events.emit({ type: 'undo-started', reason: recordOf(failure) });
  // Whoever interrupts knows why.
  if (!aborted.is(failure)) await attempt('gather logs', (signal) => plan.beforeUndo?.(context, signal), events);
  for (const step of undoable) await attempt(step.title, (signal) => step.undo?.(context, signal), events);
}

async function attempt(step: string, action: (signal: AbortSignal) => Promise<void> | undefined, events: Events) {
  try {
    await action(AbortSignal.timeout(undoTimeoutMs));
  } catch (error) {
    events.emit({ type: 'undo-failed', step, error: recordOf(error) });
  }
}

/** An error as it appears in events. */
function recordOf(error: unknown): ErrorRecord {
  return error instanceof KindError ? error.toJSON() : { code: 'UNEXPECTED', message: messageOf(error), hint: '' };
}
