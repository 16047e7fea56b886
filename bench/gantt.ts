import type { KindEvent } from '../core/contracts/index.js';
import { seconds } from './table.js';

export interface Bar {
  readonly title: string;
  /** Milliseconds since the plan started. */
  readonly from: number;
  readonly to: number;
}

/** When each step of a plan ran; a step that never ended ends with the last event. */
export function barsOf(events: readonly KindEvent[]): Bar[] {
  const first = events[0]?.at ?? 0;
  const last = events.at(-1)?.at ?? 0;
  return events.flatMap((event) => {
    if (event.type !== 'step-started') return [];
    const end = events.find((other) => isEndOf(event.step, other));
    return [{ title: event.step, from: event.at - first, to: (end?.at ?? last) - first }];
  });
}

function isEndOf(step: string, event: KindEvent): boolean {
  return (event.type === 'step-finished' || event.type === 'step-failed') && event.step === step;
}

/** One line a step: its name, when it began and ended in seconds, and a bar to scale. */
export function gantt(bars: readonly Bar[], width = 60): string {
  const end = Math.max(...bars.map(({ to }) => to), 1);
  const scale = (ms: number) => Math.round((ms / end) * width);
  const longest = Math.max(...bars.map(({ title }) => title.length));
  return bars
    .map(({ title, from, to }) => {
      const bar = ' '.repeat(scale(from)) + '█'.repeat(Math.max(scale(to) - scale(from), 1));
      return `${title.padEnd(longest)} ${seconds(from).padStart(6)} ${seconds(to).padStart(6)} ${bar}`;
    })
    .join('\n');
}
