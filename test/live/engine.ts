import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEngine } from '../engines.js';
import { output, type RunOptions } from './program.js';

/** Runs the engine's own command line, podman or docker. */
export const engine = (args: readonly string[], options?: RunOptions): Promise<string> =>
  output([testEngine, ...args], options);

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

export const inNode = (node: string, argv: readonly string[], options?: RunOptions): Promise<string> =>
  engine(['exec', '--interactive', node, ...argv], options);

/** Names of the containers, also of those that have ended, whose name begins with `prefix`. */
export async function containers(prefix = ''): Promise<string[]> {
  const names = lines(await engine(['ps', '--all', '--format', '{{.Names}}']));
  return names.filter((name) => name.startsWith(prefix)).sort();
}

export async function networks(prefix = ''): Promise<string[]> {
  const names = lines(await engine(['network', 'ls', '--format', '{{.Name}}']));
  return names.filter((name) => name.startsWith(prefix)).sort();
}

/** The contract suite, which may be busy on the same engine, begins all names so. */
const isOthers = (name: string): boolean => name.startsWith('kts');

const folders = { docker: '{{.DockerRootDir}}/', podman: '{{.Store.GraphRoot}}/\n{{.Store.RunRoot}}/' };

/** Mount points below the engine's own folders. */
async function mountPoints(): Promise<string[]> {
  const format = folders[testEngine === 'podman' ? 'podman' : 'docker'];
  const roots = lines(await engine(['info', '--format', format]));
  const points = lines(await readFile('/proc/self/mountinfo', 'utf8')).map((line) => line.split(' ')[4] ?? '');
  return points.filter((point) => roots.some((root) => point.startsWith(root)));
}

/** What a cluster may leave behind on the engine and in the folder for temporary files, one line each. */
export async function inventory(): Promise<string[]> {
  const files = (await readdir(tmpdir())).filter((file) => file.startsWith('kind-'));
  const named = async (what: string, names: Promise<string[]>) =>
    (await names).filter((name) => !isOthers(name)).map((name) => `${what} ${name}`);
  return [
    ...(await named('container', containers())),
    ...(await named('network', networks())),
    ...lines(await engine(['volume', 'ls', '--quiet', '--filter', 'dangling=true'])).map((name) => `volume ${name}`),
    ...(await mountPoints()).map((path) => `mount ${path}`),
    ...files.map((file) => `file ${join(tmpdir(), file)}`),
  ];
}

/** What is there now and was not there before. */
export async function newSince(before: readonly string[]): Promise<string[]> {
  const known = new Set(before);
  return (await inventory()).filter((line) => !known.has(line));
}
