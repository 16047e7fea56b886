import type { KindEvent } from '../../core/contracts/index.js';
import { pc } from './colors.js';

/** One line for an event, or undefined for what is only told when asked. No default: a new event must be decided on. */
export function plainText(event: KindEvent, isVerbose: boolean): string | undefined {
  switch (event.type) {
    case 'plan-started':
      return event.plan === 'create' ? `Creating cluster "${event.cluster}" ...` : undefined;
    case 'plan-finished':
      return event.plan === 'create' ? `Cluster "${event.cluster}" is up after ${seconds(event.ms)}` : undefined;
    case 'step-started':
      return isVerbose ? ` • ${event.step}` : undefined;
    case 'step-finished':
      return ` ${pc.green('✓')} ${event.step} ${pc.dim(`(${seconds(event.ms)})`)}`;
    case 'step-failed':
      return ` ${pc.red('✗')} ${event.step}`;
    case 'undo-started':
      return 'Undoing what was done ...';
    case 'undo-failed':
      return `${pc.yellow('WARNING:')} Could not undo "${event.step}": ${event.error.message}`;
    case 'condition-pending':
      return isVerbose ? `   waiting for ${event.condition}: ${event.reason}` : undefined;
    case 'progress':
      return undefined;
    case 'image-loaded':
      return imageLoaded(event);
    case 'warning':
      return `${pc.yellow('WARNING:')} ${event.message}${event.hint === undefined ? '' : ` ${event.hint}`}`;
    case 'debug':
      return isVerbose ? pc.dim(event.message) : undefined;
  }
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** The words of upstream's kind where nothing had to be done. */
function imageLoaded({ image, id, sent, tagged }: Extract<KindEvent, { type: 'image-loaded' }>): string {
  const named = `Image: "${image}" with ID "${id}"`;
  const parts = [
    ...(sent.length > 0 ? [`loaded into ${sent.join(', ')}`] : []),
    ...(tagged.length > 0 ? [`tagged on ${tagged.join(', ')}, which had its content`] : []),
  ];
  return parts.length === 0 ? `${named} found to be already present on all nodes.` : `${named} ${parts.join('; ')}`;
}
