import { stripVTControlCharacters } from 'node:util';
import type { KindEvent } from '../../core/contracts/index.js';
import { pc } from './colors.js';
import type { Reporter } from './reporter.js';
import { plainText, seconds } from './text.js';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;

/** As much of a terminal as it takes to draw on it. */
export type Terminal = Pick<NodeJS.WriteStream, 'columns' | 'rows'> & { write(text: string): unknown };

/** Finished steps stay above; the steps that run, and what is waited for, are drawn again and again below. */
export function liveReporter(stream: Terminal): Reporter {
  const running = new Map<string, { readonly at: number; note: string }>();
  let pending = '';
  let drawn = 0;
  let frame = 0;
  const clear = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = () => {
    const spinner = pc.cyan(frames[frame++ % frames.length] ?? '');
    const steps = [...running].map(
      ([step, { at, note }]) => ` ${spinner} ${step}${note} ${pc.dim(seconds(Date.now() - at))}`,
    );
    const all = pending === '' || running.size === 0 ? steps : [...steps, pc.dim(`   ${pending}`)];
    const shown = fitting(all, stream);
    stream.write(shown.map((line) => `${line}\n`).join(''));
    drawn = shown.length;
  };
  const redraw = () => {
    clear();
    draw();
  };
  const timer = setInterval(redraw, frameMs);
  timer.unref();
  return {
    onEvent(event: KindEvent) {
      clear();
      if (event.type === 'step-started') running.set(event.step, { at: event.at, note: '' });
      if (event.type === 'step-finished' || event.type === 'step-failed') running.delete(event.step);
      // The steps beside the one that failed were stopped without a word.
      if (event.type === 'undo-started') running.clear();
      if (event.type === 'condition-pending') pending = `waiting for ${event.condition}: ${event.reason}`;
      if (event.type === 'progress') noteProgress(running.get(event.step), event);
      const line = plainText(event, false);
      if (line !== undefined) stream.write(`${line}\n`);
      draw();
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}

function noteProgress(step: { note: string } | undefined, { done, total }: { done: number; total: number }): void {
  if (step) step.note = ` ${total > 0 ? `${bar(done / total)} ${megabytes(done)} of ` : ''}${megabytes(total || done)}`;
}

const barWidth = 24;

function bar(part: number): string {
  const full = Math.round(Math.min(part, 1) * barWidth);
  return pc.cyan('━'.repeat(full)) + pc.dim('━'.repeat(barWidth - full));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** Cuts what would wrap or scroll away, since neither can be cleared by counting lines. */
function fitting(lines: readonly string[], { columns, rows }: Terminal): string[] {
  return lines.slice(0, Math.max(1, (rows || 24) - 1)).map((line) => truncate(line, columns || 80));
}

function truncate(line: string, width: number): string {
  const flat = line.replaceAll(/\s*\n\s*/g, ' ');
  const plain = stripVTControlCharacters(flat);
  return plain.length < width ? flat : plain.slice(0, width - 1);
}
