import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Program {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end; its standard output. Throws with the end of what it printed unless it exited with 0. */
export async function runProgram({ argv: [file = '', ...args], env, stdin, signal }: Program): Promise<string> {
  const child = spawn(file, args, { env, signal });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
  child.stdin.end(stdin);
  const [exitCode] = await once(child, 'close');
  if (exitCode === 0) return output.stdout;
  const tail = `${output.stdout}${output.stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${[file, ...args].join(' ')} exited with ${exitCode}:\n${tail}`);
}
