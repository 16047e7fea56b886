import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../../core/contracts/host.js';

export interface PodmanService {
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * Serves on a socket in the private folder $0 until it is told to end, and takes the folder away with it. The host ends it
 * when this process ends, however it ends, so nothing is left even after a kill -9.
 */
const serve = `
trap 'kill "$service"' TERM
mkdir -m 700 "$0" || exit
podman system service --time=0 "unix://$0/podman.sock" &
service=$!
wait "$service"; wait "$service"; code=$?
rm -rf "$0"
exit "$code"`;

const notFound = 127;
const pollMs = 20;

/** Starts podman's API service on a private socket. Throws what podman said when it does not serve. */
export async function startService(host: Host, signal?: AbortSignal): Promise<PodmanService> {
  const folder = `/tmp/kind-ts-podman-${randomUUID()}`;
  const socket = `${folder}/podman.sock`;
  const service = await host.spawn(['sh', '-c', serve, folder]);
  const ended = service.exited.then(({ exitCode, stderr }) => {
    throw new Error(exitCode === notFound ? 'podman is not installed' : `it exited with ${exitCode}: ${stderr.trim()}`);
  });
  const giveUp = new AbortController();
  const either = AbortSignal.any([giveUp.signal, ...(signal ? [signal] : [])]);
  try {
    await Promise.race([untilItAnswers(host, socket, either), ended]);
  } catch (error) {
    giveUp.abort();
    await service.stop();
    throw error;
  }
  ended.catch(() => {});
  return { socket, stop: () => service.stop() };
}

async function untilItAnswers(host: Host, path: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    try {
      (await host.connect({ path }, signal)).destroy();
      return;
    } catch {
      await sleep(pollMs, undefined, { signal });
    }
  }
}
