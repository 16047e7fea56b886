import type { Progress } from '../../core/contracts/provider.js';

/** A line of what an engine answers while it pulls or loads. */
export interface PullRecord {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Adds up the layers of a pull. */
export class PullProgress {
  private readonly layers = new Map<string, Progress>();

  /** The whole pull's progress after this line. */
  add({ id, status, progressDetail }: PullRecord): Progress {
    if (id !== undefined && status === 'Downloading')
      this.set(id, progressDetail?.current ?? 0, progressDetail?.total ?? 0);
    if (id !== undefined && status === 'Download complete') this.set(id, this.layers.get(id)?.total ?? 0, 0);
    const layers = [...this.layers.values()];
    return {
      done: layers.reduce((sum, layer) => sum + layer.done, 0),
      total: layers.reduce((sum, layer) => sum + layer.total, 0),
    };
  }

  private set(id: string, done: number, total: number): void {
    this.layers.set(id, { done, total: Math.max(total, this.layers.get(id)?.total ?? 0) });
  }
}
