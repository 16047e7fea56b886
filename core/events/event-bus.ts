import { EventEmitter } from 'eventemitter3';
import type { Events, KindEvent } from '../contracts/events.js';

/** Events for the listeners of one library call. A listener that throws is left out of nothing but its own event. */
export function createEventBus(): Events {
  const emitter = new EventEmitter<{ event: [KindEvent] }>();
  return {
    emit(event) {
      emitter.emit('event', { ...event, at: Date.now() } as KindEvent);
    },
    subscribe(listener) {
      const guarded = (event: KindEvent) => {
        try {
          listener(event);
        } catch {
          // A broken listener is its owner's business: the cluster must still come up.
        }
      };
      emitter.on('event', guarded);
      return () => emitter.off('event', guarded);
    },
  };
}
