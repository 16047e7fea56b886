import type Dockerode from 'dockerode';
import type { Host } from '../../core/contracts/host.js';
import type { Dialect } from './dialect.js';
import { translateError } from './errors.js';
import { Gate } from './gate.js';

/** Engines start 200 programs at once ten times slower than a few at a time: the kernel moves one process at a time to a cgroup. */
const execStartsAtOnce = 8;

/** An engine that has answered. */
export class Engine {
  /** Where programs wait for their turn to be started in nodes. */
  readonly execStarts = new Gate(execStartsAtOnce);

  constructor(
    /** The provider's name, for messages. */
    readonly provider: string,
    readonly endpoint: string,
    readonly version: string,
    readonly host: Host,
    readonly docker: Dockerode,
    readonly dialect: Dialect,
  ) {}

  /** Awaits the engine's answer; `action` is a verb phrase for the message when it refuses. */
  async ask<T>(action: string, answer: Promise<T>, node?: string): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw this.translate(action, error, node);
    }
  }

  translate(action: string, error: unknown, node?: string): Error {
    return translateError(error, { provider: this.provider, endpoint: this.endpoint, action, node });
  }
}
