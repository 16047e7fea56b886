import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { gatherLogs } from '../../../core/cluster/gather-logs.js';
import type { NodeSpec } from '../../../core/contracts/index.js';
import { temporaryFolder } from '../../arch/temporary-folder.js';
import { fakeProvider } from '../../fakes/provider.js';

const spec: NodeSpec = {
  name: 'a-worker',
  cluster: 'a',
  role: 'worker',
  image: 'image:1',
  network: { name: 'kind', ipv6: false },
  env: {},
  mounts: [],
  ports: [],
};

test('each node has a folder with upstream’s file names, and the engine’s description lies above', async (t) => {
  const provider = fakeProvider({ exec: async (_, argv) => (argv[0] === 'tar' ? '' : `${argv.join(' ')}\n`) });
  const node = await provider.createNode(spec);
  const folder = await temporaryFolder(t);
  t.deepEqual(await gatherLogs(provider, [node], folder), { isAny: true, problems: [] });
  t.deepEqual(readdirSync(folder).sort(), ['a-worker', 'fake-info.txt']);
  t.deepEqual(readdirSync(join(folder, 'a-worker')).sort(), [
    'containerd.log',
    'images.log',
    'inspect.json',
    'journal.log',
    'kubelet.log',
    'kubernetes-version.txt',
    'serial.log',
  ]);
  const kubelet = readFileSync(join(folder, 'a-worker/kubelet.log'), 'utf8');
  t.is(kubelet, 'journalctl --no-pager --unit=kubelet.service\n');
});

test('what a node cannot tell is listed, and the rest is there', async (t) => {
  const provider = fakeProvider({
    exec: async (_, argv) => {
      if (argv[0] === 'crictl') throw new Error('containerd is down');
      return '';
    },
  });
  const node = await provider.createNode(spec);
  const folder = await temporaryFolder(t);
  const { isAny, problems } = await gatherLogs(provider, [node, { ...node, name: 'b', running: false }], folder);
  t.true(isAny);
  const stopped = ['kubernetes-version.txt', 'journal.log', 'kubelet.log', 'containerd.log', 'images.log'];
  t.deepEqual(
    problems.map(({ file }) => file),
    ['a-worker/images.log', 'b/', ...stopped.map((file) => `b/${file}`)],
  );
  const listed = readFileSync(join(folder, 'errors.txt'), 'utf8').trimEnd().split('\n');
  t.regex(listed[0] ?? '', /^a-worker\/images\.log: crictl images exited with 1 .*containerd is down/);
  t.is(listed[3], 'b/journal.log: the node is stopped');
});
