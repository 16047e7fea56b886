import { once } from 'node:events';
import { connect } from 'node:net';
import type { Host } from '../../core/contracts/index.js';

const refuse = async () => {
  throw new Error('the fake host runs no programs');
};

/** A host that only has facts and TCP ports: the ones of this machine. */
export function fakeHost(): Host {
  return {
    name: 'local',
    facts: async () => ({
      os: 'linux',
      arch: 'amd64',
      cgroupVersion: 2,
      cpus: 2,
      memoryBytes: 2 ** 32,
      kernel: '6.18',
      isRoot: true,
    }),
    exec: refuse,
    spawn: refuse,
    async connect(endpoint) {
      const socket = connect(endpoint);
      await once(socket, 'connect');
      return socket;
    },
    freePort: refuse,
    exists: async () => false,
    close: async () => {},
  };
}
