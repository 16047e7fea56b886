import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import type { Node, NodeAddresses, NodeRole } from '../../core/contracts/node.js';
import { nodeCommandFailed } from '../../core/errors/index.js';
import { demultiplex } from './demux.js';
import type { Engine } from './engine.js';
import { execInContainer } from './exec.js';
import { packFiles, unpackCommand } from './files.js';
import { clusterLabel, roleLabel } from './labels.js';
import { publishedPort } from './ports.js';

export type NodeIdentity = Omit<Node, 'exec' | 'addresses' | 'findPublishedPort' | 'writeFiles' | 'log' | 'readFolder'>;

/** Of our node images; upstream's have the version as their tag. */
const versionLabel = 'dev.kind-ts.kubernetes-version';

/** A node from what a list of containers says of it. */
export function identityOf(container: Dockerode.ContainerInfo): NodeIdentity {
  return {
    name: container.Names?.[0]?.replace(/^\//, '') ?? container.Id,
    cluster: container.Labels[clusterLabel] ?? '',
    role: (container.Labels[roleLabel] ?? 'worker') as NodeRole,
    running: container.State === 'running',
    image: container.Image,
    createdAt: container.Created * 1000,
    kubernetesVersion: container.Labels[versionLabel] ?? /:(v\d+\.\d+\.\d+[^@]*)/.exec(container.Image)?.[1],
  };
}

export function engineNode(engine: Engine, identity: NodeIdentity): Node {
  const { name } = identity;
  const container = engine.docker.getContainer(name);
  const inspect = (abortSignal?: AbortSignal) => engine.ask(`inspect node ${name}`, container.inspect({ abortSignal }));
  const exec: Node['exec'] = (argv, options) => execInContainer(engine, name, argv, options);
  return {
    ...identity,
    exec,
    addresses: async (signal) => addressesOf(await inspect(signal)),
    findPublishedPort: async (containerPort, protocol = 'TCP') =>
      publishedPort(await inspect(), containerPort, protocol),
    writeFiles: async (files, signal) => {
      const { exitCode, stderr } = await exec(unpackCommand, { stdin: packFiles(files), signal });
      if (exitCode !== 0) throw nodeCommandFailed({ node: name, argv: unpackCommand, exitCode, output: stderr });
    },
    readFolder: async (path, abortSignal) =>
      Readable.from(await engine.ask(`read ${path} of node ${name}`, container.getArchive({ path, abortSignal })), {
        objectMode: false,
      }),
    findEnd: async (signal) => {
      const { State } = await inspect(signal);
      // Docker tries once more: until then it says that the container runs.
      return State.Running && !State.Restarting
        ? undefined
        : { exitCode: State.ExitCode, wasOutOfMemory: State.OOMKilled };
    },
    log: (signal) => engine.ask(`read the log of node ${name}`, readLog(container, signal)),
  };
}

function addressesOf({ NetworkSettings, HostConfig, State }: Dockerode.ContainerInspectInfo): NodeAddresses {
  // podman remembers the addresses of a container that has ended.
  if (!State.Running) return {};
  const networks = NetworkSettings.Networks ?? {};
  // podman calls every network mode `bridge`; a node of ours has one network anyway.
  const network = networks[HostConfig.NetworkMode ?? ''] ?? Object.values(networks)[0];
  return {
    ...(network?.IPAddress ? { ipv4: network.IPAddress } : {}),
    ...(network?.GlobalIPv6Address ? { ipv6: network.GlobalIPv6Address } : {}),
  };
}

/** With a terminal the log is plain; without one (upstream's load balancer) both streams are multiplexed. */
async function readLog(container: Dockerode.Container, abortSignal?: AbortSignal): Promise<string> {
  const options = { stdout: true, stderr: true, follow: true as const, abortSignal };
  const [{ Config }, stream] = await Promise.all([
    container.inspect({ abortSignal }),
    container.logs({ ...options, follow: false }),
  ]);
  if (Config.Tty) return stream.toString();
  const parts: Buffer[] = [];
  const keep = (bytes: Buffer) => void parts.push(bytes);
  await demultiplex(Readable.from([stream]), keep, keep);
  return text(Readable.from(parts));
}
