import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Node } from '../contracts/index.js';

/** What a node can tell besides what its first process printed: file name and command. */
const commands: readonly (readonly [string, readonly string[]])[] = [
  ['journal.log', ['journalctl', '--no-pager']],
  ['kubelet.log', ['journalctl', '--no-pager', '--unit=kubelet']],
  ['containerd.log', ['journalctl', '--no-pager', '--unit=containerd']],
  ['pods.log', ['sh', '-c', 'tail -n 500 /var/log/pods/*/*/*.log']],
];

/** Writes the logs of every node to `folder/<node>/`, as far as they can be had. */
export async function gatherLogs(nodes: readonly Node[], folder: string, signal?: AbortSignal): Promise<void> {
  await Promise.all(nodes.map((node) => gatherNodeLogs(node, join(folder, node.name), signal)));
}

async function gatherNodeLogs(node: Node, folder: string, signal?: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const save = async (name: string, text: Promise<string>) => writeFile(join(folder, name), await text);
  await Promise.allSettled([
    save('serial.log', node.log(signal)),
    ...(node.running ? commands : []).map(([name, argv]) =>
      save(
        name,
        node.exec(argv, { signal }).then(({ stdout, stderr }) => stdout + stderr),
      ),
    ),
  ]);
}
