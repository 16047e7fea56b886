import { execFileSync } from 'node:child_process';

export const engines = ['docker29', 'docker26', 'podman'];

/** The environment in which programs use one of the tests' engines, which must run already. */
export function engineEnv(engine: string): NodeJS.ProcessEnv {
  if (!engines.includes(engine)) throw new Error(`--engine is one of ${engines.join(', ')}, not ${engine}`);
  const script = 'eval "$(bash scripts/engines/engine.sh env "$0")"; exec env -0';
  const lines = execFileSync('bash', ['-c', script, engine], { encoding: 'utf8' }).split('\0');
  const env = Object.fromEntries(
    lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return { ...env, KIND_PROVIDER: env.KIND_EXPERIMENTAL_PROVIDER };
}
