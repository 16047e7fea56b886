import type { Check, Finding, HostSubject } from '../../contracts/index.js';
import { ok, warning } from '../finding.js';
import { readText, requireText } from '../read.js';

export const resolver: Check<HostSubject> = {
  code: 'HOST_DNS',
  title: 'name servers of the host',
  async run({ machine }, signal) {
    const text = await requireText(machine, '/etc/resolv.conf', signal);
    return judgeResolver(text, await readText(machine, '/run/systemd/resolve/resolv.conf', signal));
  },
};

/** `upstream` is the file of systemd-resolved that names what it asks itself; engines know it. */
export function judgeResolver(text: string, upstream?: string): Finding {
  const servers = serversIn(text);
  const why =
    'Pods resolve names outside of the cluster through the host’s name servers; pulls of images need them too.';
  if (servers.length === 0) {
    return warning({
      found: '/etc/resolv.conf names no server',
      why,
      cure: 'Add one: echo nameserver ADDRESS | sudo tee -a /etc/resolv.conf',
    });
  }
  const found = servers.join(', ');
  const reachable = [...servers, ...(upstream === undefined ? [] : serversIn(upstream))].filter(
    (server) => !isLoopback(server),
  );
  if (reachable.length > 0) return ok(found);
  return warning({
    found: `only ${found}, which is this machine’s loopback`,
    why: `${why} A loopback address means something else in a node: some engines then use public servers instead.`,
    cure: 'Name a server that is not on loopback in /etc/resolv.conf, or tell the engine one: "dns": ["ADDRESS"] in /etc/docker/daemon.json.',
  });
}

const serversIn = (text: string): string[] =>
  [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, server = '']) => server);
const isLoopback = (server: string): boolean => server.startsWith('127.') || server === '::1';
