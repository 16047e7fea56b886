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
  /** The digest of the config that each manifest names. */
  readonly configs: ReadonlyMap<string, string>;
}

const ctr = ['ctr', '--namespace=k8s.io', 'images'];
const separator = '--- kind';
const ask = [
  'uname -m && ctr --namespace=k8s.io images ls',
  'ctr --namespace=k8s.io content ls',
  'containerd config dump',
];
const question = ask.join(` && echo '${separator}' && `);
const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** Asks a node in one call. */
export async function askContainerd(node: Node, signal?: AbortSignal): Promise<Containerd> {
  const answers = (await run(node, ['sh', '-c', question], { signal })).split(`${separator}\n`);
  const [facts = '', content = '', config = ''] = answers;
  const [machine = '', , ...rows] = facts.trimEnd().split('\n');
  const images = rows.map((row) => row.split(/\s+/));
  return {
    arch: architectures[machine] ?? machine,
    snapshotter: snapshotterIn(config),
    targets: new Map(images.map(([name = '', , digest = '']) => [name, digest])),
    configs: new Map(content.split('\n').flatMap(configIn)),
  };
}

/** containerd names a config as well, but not when a tag that it knows comes to mean another image. */
function configIn(row: string): [string, string][] {
  const [digest = ''] = row.split(/\s/);
  const config = /\bcontainerd\.io\/gc\.ref\.content\.config=([^,\s]+)/.exec(row)?.[1];
  return config === undefined ? [] : [[digest, config]];
}

/** The sections of containerd 2 and 1. */
function snapshotterIn(config: string): string {
  const { plugins = {} } = parse(config) as { plugins?: Record<string, Record<string, unknown>> };
  const old = plugins['io.containerd.grpc.v1.cri']?.containerd as { snapshotter?: string } | undefined;
  return String(plugins['io.containerd.cri.v1.images']?.snapshotter ?? old?.snapshotter ?? 'overlayfs');
}

/** The references of an image that do not point to it. */
export function missingReferences(containerd: Containerd, image: SourceImage): string[] {
  const { targets } = containerd;
  const own = new Set(image.digests.map((digest) => targets.get(digest)));
  return image.references.filter((reference) => {
    const target = targets.get(reference);
    return target === undefined || !(own.has(target) || isOf(image, target, containerd));
  });
}

/** A name by which the node has the image's content. */
export function findContent(containerd: Containerd, image: SourceImage): string | undefined {
  const found = [...containerd.targets].find(
    ([name, target]) => image.digests.includes(name) || isOf(image, target, containerd),
  );
  return found?.[0];
}

function isOf({ digests }: SourceImage, target: string, { configs }: Containerd): boolean {
  return digests.includes(target) || digests.includes(configs.get(target) ?? '');
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
