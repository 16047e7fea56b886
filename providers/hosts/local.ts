import { access } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { arch, availableParallelism, platform, release, totalmem, userInfo } from 'node:os';
import type { Duplex } from 'node:stream';
import type { Endpoint, Host, HostFacts, HostProcess } from '../../core/contracts/host.js';
import { type Environment, runProgram, startProgram } from './programs.js';

/** The machine that this process runs on. `env` is what programs find in their environment. */
export function localHost(env: Environment): Host {
  const started = new Set<HostProcess>();
  let facts: Promise<HostFacts> | undefined;
  return {
    name: 'local',
    facts: () => {
      facts ??= lookUpFacts();
      return facts;
    },
    exec: (argv, options = {}) => runProgram(argv, options, env),
    spawn: async (argv, options = {}) => {
      const program = await startProgram(argv, options, env);
      started.add(program);
      program.exited.then(() => started.delete(program));
      return program;
    },
    connect: connectTo,
    freePort,
    exists: (path) => succeeds(access(path)),
    close: async () => {
      await Promise.all([...started].map((program) => program.stop()));
    },
  };
}

async function lookUpFacts(): Promise<HostFacts> {
  // Only a pure cgroup v2 hierarchy has this file at its root; on a hybrid one the controllers are still v1's.
  const isCgroup2 = await succeeds(access('/sys/fs/cgroup/cgroup.controllers'));
  return {
    os: platform(),
    arch: arch() === 'x64' ? 'amd64' : arch(),
    cgroupVersion: isCgroup2 ? 2 : 1,
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    isRoot: userInfo().uid === 0,
  };
}

function connectTo(endpoint: Endpoint, signal?: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = connect({ ...endpoint, noDelay: true });
    const abort = () => socket.destroy(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', reject);
    socket.once('close', () => signal?.removeEventListener('abort', abort));
    socket.once('connect', () => {
      signal?.removeEventListener('abort', abort);
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
}

function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => resolve(bound !== null && typeof bound === 'object' ? bound.port : 0));
    });
  });
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
