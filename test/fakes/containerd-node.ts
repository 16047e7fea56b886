import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ExecOptions, Node } from '../../core/contracts/index.js';

export interface FakeContainerd {
  readonly node: Node;
  /** Names of images and the digests that they point to. */
  readonly targets: Map<string, string>;
  /** Digests of manifests and of the configs that they name. */
  readonly configs: Map<string, string>;
  /** What was done to it, in order. */
  readonly log: string[];
}

export interface FakeContainerdOptions {
  /** `uname -m` */
  readonly machine?: string;
  readonly snapshotter?: string;
  /** The table of `containerd config dump` that names the snapshotter; containerd 1's unless given. */
  readonly table?: string;
  /** What an import says on standard error when it fails. */
  readonly refusal?: string;
}

const containerd1 = 'plugins."io.containerd.grpc.v1.cri".containerd';

/** A node whose containerd imports streams of one JSON object: names and their digests. */
export function fakeContainerd(name: string, options: FakeContainerdOptions = {}): FakeContainerd {
  const { machine = 'x86_64', snapshotter = 'overlayfs', table = containerd1, refusal } = options;
  const targets = new Map<string, string>();
  const configs = new Map<string, string>();
  const log: string[] = [];
  const images = () => [...targets].map(([image, digest]) => `${image} application/json ${digest} 1 MiB -`);
  const labels = 'containerd.io/distribution.source.here=app,containerd.io/gc.ref.content.config';
  const content = () => [...configs].map(([manifest, named]) => `${manifest} 1kB 2 days ${labels}=${named},other=1`);
  const config = `[${table}]\nsnapshotter = "${snapshotter}"\n`;

  const isImported = (image: string) => image.startsWith('localhost/kind-ts-import@');

  async function answer(argv: readonly string[], stdin: ExecOptions['stdin']): Promise<string> {
    if (argv[0] === 'sh') {
      const lists = [machine, 'REF TYPE DIGEST', ...images(), '--- kind', 'DIGEST SIZE AGE LABELS', ...content()];
      return [...lists, '--- kind', config].join('\n');
    }
    const [, , , verb, ...rest] = argv;
    log.push([verb, ...rest].join(' '));
    if (verb === 'tag') for (const to of rest.slice(2)) targets.set(to, targets.get(rest[1] ?? '') ?? '');
    if (verb === 'rm') for (const image of rest) targets.delete(image);
    if (verb === 'ls') return [...targets.keys()].filter((image) => rest.length < 2 || isImported(image)).join('\n');
    if (verb !== 'import') return '';
    if (refusal !== undefined) throw new Error(refusal);
    const named = JSON.parse(await text(stdin as NodeJS.ReadableStream)) as Record<string, string>;
    for (const [image, digest] of Object.entries(named)) targets.set(image, digest);
    return '';
  }

  const node: Node = {
    name,
    cluster: 'kind',
    role: 'worker',
    image: 'image:1',
    running: true,
    addresses: async () => ({}),
    findPublishedPort: async () => undefined,
    exec: (argv, { stdin } = {}) =>
      answer(argv, stdin).then(
        (stdout) => ({ exitCode: 0, stdout, stderr: '' }),
        (error: Error) => ({ exitCode: 1, stdout: '', stderr: `a warning\n${error.message}\n` }),
      ),
    writeFiles: async () => {},
    readFolder: async () => Readable.from([]),
    log: async () => '',
  };
  return { node, targets, configs, log };
}
