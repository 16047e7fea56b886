import type { ExecResult, Host } from '../../core/contracts/index.js';
import { fakeHost } from './host.js';

const answer = (exitCode: number, stdout = ''): ExecResult => ({ exitCode, stdout, stderr: '' });

/** A host with these files, an ordinary user, and no other programs than `cat`, `test -e` and `id`. */
export function fakeMachine(files: Readonly<Record<string, string>>): Host {
  return {
    ...fakeHost(),
    exec: async ([program, ...args]) => {
      const text = files[args.at(-1) ?? ''];
      if (program === 'id') return answer(0, '1000\n');
      if (program === 'test') return answer(text === undefined ? 1 : 0);
      return program === 'cat' && text !== undefined ? answer(0, text) : answer(1);
    },
  };
}

/** The files of a machine on which all is well. */
export const goodMachine: Readonly<Record<string, string>> = {
  '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids\n',
  '/proc/sys/fs/inotify/max_user_instances': '1024\n',
  '/proc/sys/fs/inotify/max_user_watches': '524288\n',
  '/proc/meminfo': 'MemAvailable:   21891160 kB\n',
  '/dev/kmsg': '',
};
