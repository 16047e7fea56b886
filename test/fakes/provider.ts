import { Readable } from 'node:stream';
import type {
  EngineImage,
  ExecResult,
  ImageFacts,
  Node,
  NodeAddresses,
  NodeEnd,
  NodeFile,
  NodeSpec,
  Provider,
  PublishedPort,
} from '../../core/contracts/index.js';
import { nodeExists } from '../../core/errors/index.js';
import { fakeHost } from './host.js';

/** What runs in a fake node: its files, and the answer to every program. */
export interface FakeNode {
  readonly spec: NodeSpec;
  readonly files: Map<string, NodeFile>;
  readonly address: string;
}

export interface FakeEngine {
  /** Answers a program that is run in a node. */
  exec?(node: FakeNode, argv: readonly string[], signal?: AbortSignal): Promise<string>;
  /** The addresses of a node; one of IPv4 that counts up unless told. */
  addresses?(node: FakeNode): NodeAddresses | undefined;
  /** What the first process of a node printed. */
  log?(node: FakeNode): string;
  /** How a node ended; undefined while it runs. */
  end?(node: FakeNode): NodeEnd | undefined;
  /** The host's side of a published port. */
  publishedPort?(node: FakeNode): PublishedPort | undefined;
  /** What the engine holds at the start, and what it can pull. */
  readonly images?: readonly string[];
  /** Labels of images. */
  readonly labels?: Readonly<Record<string, Record<string, string>>>;
  readonly pullable?: readonly string[];
}

export interface FakeProvider extends Provider {
  readonly nodes: ReadonlyMap<string, FakeNode>;
  readonly networks: ReadonlySet<string>;
  /** What was done to the engine, in order. */
  readonly log: string[];
}

/** An engine in memory: keeps the promises of the contract about names, labels, repeats and networks in use. */
export function fakeProvider(engine: FakeEngine = {}): FakeProvider {
  const nodes = new Map<string, FakeNode>();
  const networks = new Set<string>();
  const images = new Set(engine.images ?? []);
  const log: string[] = [];
  const factsOf = (reference: string): ImageFacts => ({
    id: `sha256:${reference}`,
    arch: 'amd64',
    labels: engine.labels?.[reference] ?? {},
  });
  const describe = (reference: string): EngineImage => {
    const { id, arch } = factsOf(reference);
    return { id, tags: [reference], variants: [{ platform: { os: 'linux', architecture: arch }, digests: [id] }] };
  };
  return {
    name: 'fake',
    host: fakeHost(),
    nodes,
    networks,
    log,
    images: {
      find: async (reference) => (images.has(reference) ? factsOf(reference) : undefined),
      load: async (archive) => {
        for await (const chunk of archive) images.add(String(chunk).trim());
      },
      pull: async (reference, onProgress) => {
        log.push(`pull ${reference}`);
        if (!engine.pullable?.includes(reference)) throw new Error(`no registry has ${reference}`);
        onProgress?.({ done: 1, total: 1 });
        images.add(reference);
      },
      remove: async (reference) => void images.delete(reference),
      list: async () => [...images],
      describe: async (reference) => (images.has(reference) ? describe(reference) : undefined),
      save: async (names) => Readable.from([names.join(' ')]),
    },
    diagnostics: {
      describeEngine: async () => '{}\n',
      describeNode: async ({ name }) => JSON.stringify([{ name }]),
    },
    facts: async () => ({ version: '1', endpoint: 'memory', isRootless: false }),
    ensureNetwork: async ({ name }) => {
      log.push(`ensure network ${name}`);
      networks.add(name);
      return { subnets: ['10.0.0.0/24'] };
    },
    removeUnusedNetwork: async (name) => {
      if ([...nodes.values()].some(({ spec }) => spec.network.name === name)) return;
      log.push(`remove network ${name}`);
      networks.delete(name);
    },
    createNode: async (spec) => {
      if (nodes.has(spec.name)) throw nodeExists({ node: spec.name });
      log.push(`create node ${spec.name}`);
      const node = { spec, files: new Map(), address: `10.0.0.${nodes.size + 2}` };
      nodes.set(spec.name, node);
      return openNode(node, engine);
    },
    listNodes: async (cluster) =>
      [...nodes.values()]
        .filter(({ spec }) => cluster === undefined || spec.cluster === cluster)
        .map((node) => openNode(node, engine)),
    removeNode: async ({ name }) => {
      if (nodes.delete(name)) log.push(`remove node ${name}`);
    },
    close: async () => void log.push('close'),
  };
}

function openNode(node: FakeNode, engine: FakeEngine): Node {
  const { name, cluster, role, image } = node.spec;
  return {
    name,
    cluster,
    role,
    image,
    running: engine.end?.(node) === undefined,
    addresses: async () => engine.addresses?.(node) ?? { ipv4: node.address },
    findPublishedPort: async () => engine.publishedPort?.(node),
    exec: async (argv, options) => {
      const result = await answer(engine.exec?.(node, argv, options?.signal));
      if (!options?.stdout) return result;
      options.stdout.write(result.stdout);
      return { ...result, stdout: '' };
    },
    writeFiles: async (files) => {
      for (const file of files) node.files.set(file.path, file);
    },
    findEnd: async () => engine.end?.(node),
    log: async () => engine.log?.(node) ?? '',
    readFolder: async () => {
      throw new Error('a fake node has no folders');
    },
  };
}

/** A program that throws has exited with 1. */
async function answer(output: Promise<string> | undefined): Promise<ExecResult> {
  try {
    return { exitCode: 0, stdout: (await output) ?? '', stderr: '' };
  } catch (error) {
    return { exitCode: 1, stdout: '', stderr: String(error) };
  }
}
