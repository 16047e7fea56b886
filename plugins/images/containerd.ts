import { parse } from 'smol-toml';
import type { ExecOptions, Node, SourceImage } from '../../core/contracts/index.js';
import { nodeCommandFailed } from '../../core/errors/index.js';

/** What a node's containerd says of itself, and which images pods find in it. */
export interface Containerd {
  /** As in OCI images. */
  readonly arch: string;
  /** The one that pods' containers use. */
  readonly snapshotter: string;
  /** The digest that each name points to. Names that are digests themselves stand for configs. */
  readonly targets: ReadonlyMap<string, string>;
}

const ctr = ['ctr', '--namespace=k8s.io', 'images'];
const separator = '--- kind';
const question = `uname -m && ctr --namespace=k8s.io images ls && echo '${separator}' && containerd config dump`;
const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** Asks a node in one call. */
export async function askContainerd(node: Node, signal?: AbortSignal): Promise<Containerd> {
  const [facts = '', config = ''] = (await run(node, ['sh', '-c', question], { signal })).split(`${separator}\n`);
  const [machine = '', , ...rows] = facts.trimEnd().split('\n');
  const images = rows.map((row) => row.split(/\s+/));
  return {
    arch: architectures[machine] ?? machine,
    snapshotter: snapshotterIn(config),
    targets: new Map(images.map(([name = '', , digest = '']) => [name, digest])),
  };
}

/** The sections of containerd 2 and 1. */
function snapshotterIn(config: string): string {
  const { plugins = {} } = parse(config) as { plugins?: Record<string, Record<string, unknown>> };
  const old = plugins['io.containerd.grpc.v1.cri']?.containerd as { snapshotter?: string } | undefined;
  return String(plugins['io.containerd.cri.v1.images']?.snapshotter ?? old?.snapshotter ?? 'overlayfs');
}

/** The references of an image that do not point to it. */
export function missingReferences({ targets }: Containerd, { references, digests }: SourceImage): string[] {
  const own = new Set(digests.flatMap((digest) => [digest, targets.get(digest)]));
  return references.filter((reference) => !own.has(targets.get(reference) ?? 'none'));
}

/** A name by which the node has the image's content. */
export function findContent({ targets }: Containerd, { digests }: SourceImage): string | undefined {
  const isOurs = (name: string) => digests.includes(name) || digests.includes(targets.get(name) ?? '');
  return [...targets.keys()].find(isOurs);
}

/** Points references to what `name` points to, wherever they pointed before. */
export async function tagImage(node: Node, name: string, references: readonly string[], signal?: AbortSignal) {
  if (references.length > 0) await run(node, [...ctr, 'tag', '--force', name, ...references], { signal });
}

/** Only one platform of what is in the archive is taken: of the others parts may be missing. */
export function importArchive(node: Node, { snapshotter }: Containerd, platform: string, options: ExecOptions) {
  return run(node, [...ctr, 'import', '--platform', platform, '--snapshotter', snapshotter, '-'], options);
}

/** Those of the names that the node has no image by. */
export async function findUnknown(node: Node, names: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const known = new Set((await run(node, [...ctr, 'ls', '-q'], { signal })).split('\n'));
  return names.filter((name) => !known.has(name));
}

/** Imports an image that has no name in the archive, under references of it. */
export async function importUnnamed(
  node: Node,
  { snapshotter }: Containerd,
  { platform, references }: { readonly platform: string; readonly references: readonly string[] },
  options: ExecOptions,
): Promise<void> {
  const base = 'localhost/kind-ts-import';
  const flags = ['--platform', platform, '--snapshotter', snapshotter, '--digests', '--base-name', base];
  await run(node, [...ctr, 'import', ...flags, '-'], options);
  const { signal } = options;
  const imported = (await run(node, [...ctr, 'ls', '-q', `name~=^${base}@`], { signal })).trim().split('\n');
  await tagImage(node, imported[0] ?? '', references, signal);
  await run(node, [...ctr, 'rm', ...imported], { signal });
}

async function run(node: Node, argv: readonly string[], options: ExecOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await node.exec(argv, options);
  if (exitCode !== 0) throw nodeCommandFailed({ node: node.name, argv, exitCode, output: reasonIn(stderr) });
  return stdout;
}

/** ctr says much before it says what went wrong. */
const reasonIn = (stderr: string): string => stderr.trim().split('\n').at(-1) ?? '';
