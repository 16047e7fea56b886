import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a user does, where no engine answers. */
export function kind(argv: readonly string[], stdin = ''): Promise<Ended> {
  return runNode(['bin/kind.js', ...argv], stdin);
}

/** Runs Node.js to its end, without a terminal. */
export async function runNode(argv: readonly string[], stdin = ''): Promise<Ended> {
  const child = spawn(process.execPath, argv, { env: { ...process.env, ...withoutEngine } });
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, stdout, stderr };
}

const withoutEngine = {
  DOCKER_HOST: 'unix:///nonexistent/docker.sock',
  CONTAINER_HOST: 'unix:///nonexistent/podman.sock',
  KIND_PROVIDER: '',
  KIND_EXPERIMENTAL_PROVIDER: '',
  KIND_CLUSTER_NAME: '',
  KUBECONFIG: '/nonexistent/kubeconfig',
  NO_COLOR: '1',
};
