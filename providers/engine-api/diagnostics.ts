import type { EngineDiagnostics } from '../../core/contracts/provider.js';
import type { Engine } from './engine.js';

/** What the engine's own `info` and `inspect` commands tell, as JSON. */
export function engineDiagnostics(connected: (signal?: AbortSignal) => Promise<Engine>): EngineDiagnostics {
  return {
    describeEngine: async (signal) => {
      const engine = await connected(signal);
      return readable(await engine.ask('describe itself', engine.docker.info()));
    },
    describeNode: async ({ name }, signal) => {
      const engine = await connected(signal);
      const container = engine.docker.getContainer(name);
      return readable([await engine.ask(`inspect node ${name}`, container.inspect({ abortSignal: signal }))]);
    },
  };
}

/** Proxies may be set with a name and a password in their URL. */
const credentials = /(:\/\/)[^/\s"@]+@/g;

function readable(value: unknown): string {
  return `${JSON.stringify(value, undefined, 4).replace(credentials, '$1***@')}\n`;
}
