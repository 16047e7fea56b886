/** What core tells while it works: plain JSON. `at` and `startedAt` are milliseconds since the epoch. */
export type KindEvent =
  | { readonly type: 'plan-started'; readonly at: number; readonly plan: string; readonly cluster: string }
  | {
      readonly type: 'plan-finished';
      readonly at: number;
      readonly plan: string;
      readonly cluster: string;
      readonly ms: number;
    }
  | { readonly type: 'step-started'; readonly at: number; readonly step: string; readonly needs: readonly string[] }
  | { readonly type: 'step-finished'; readonly at: number; readonly step: string; readonly ms: number }
  | {
      readonly type: 'step-failed';
      readonly at: number;
      readonly step: string;
      readonly ms: number;
      readonly error: ErrorRecord;
    }
  | { readonly type: 'undo-started'; readonly at: number; readonly reason: ErrorRecord }
  | { readonly type: 'undo-failed'; readonly at: number; readonly step: string; readonly error: ErrorRecord }
  | { readonly type: 'condition-pending'; readonly at: number; readonly condition: string; readonly reason: string }
  | {
      readonly type: 'progress';
      readonly at: number;
      readonly step: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly type: 'image-loaded';
      readonly at: number;
      readonly image: string;
      /** Digest of the image, as its source knows it. */
      readonly id: string;
      /** Names of nodes; each node stands in one of the lists. */
      readonly sent: readonly string[];
      readonly tagged: readonly string[];
      readonly present: readonly string[];
    }
  | { readonly type: 'warning'; readonly at: number; readonly message: string; readonly hint?: string }
  | { readonly type: 'debug'; readonly at: number; readonly message: string };

export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly cause?: string;
}

type WithoutTime<E> = E extends KindEvent ? Omit<E, 'at'> : never;

/** Emits events; a listener that throws never disturbs the work. */
export interface Events {
  emit(event: WithoutTime<KindEvent>): void;
  /** Returns the function that takes the listener away again. */
  subscribe(listener: (event: KindEvent) => void): () => void;
}
