import type Dockerode from 'dockerode';
import type { Dialect, DialectContext, Traits } from './dialect.js';
import { isNotFound, isNotRunning, isOffNetwork } from './errors.js';

interface Info {
  readonly SecurityOptions?: readonly string[];
  readonly Driver?: string;
  readonly DriverStatus?: readonly (readonly [string, string])[];
}

const mtuOption = 'com.docker.network.driver.mtu';
const mapperDrivers = new Set(['btrfs', 'zfs', 'devicemapper']);
const mapperFileSystems = new Set(['btrfs', 'zfs', 'xfs']);

export function dockerDialect({ docker, apiVersion }: DialectContext): Dialect {
  let traits: Promise<Traits> | undefined;
  return {
    // Start again after the engine or the machine was restarted, and, in effect, for no other reason.
    restartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 },
    env: {},
    loadsZstd: Number(apiVersion.split('.')[1]) >= 42,
    imageReference: (reference) => reference,
    portAddress: (address) => address,
    traits: () => {
      traits ??= docker.info().then(traitsOf);
      return traits;
    },
    networkOptions: async (signal) => ({
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      ...(await defaultMtu(docker, signal)),
    }),
    createContainer: async (options, _spec, abortSignal) => {
      await docker.createContainer({ ...options, abortSignal });
    },
    releaseContainer: (name) => releaseContainer(docker, name),
    removeVolumes: async () => {},
    nameLoaded: async () => {},
  };
}

/** Taking a container off a network takes docker as long as its processes take to end: both happen at the same time. */
async function releaseContainer(docker: Dockerode, name: string): Promise<void> {
  const container = docker.getContainer(name);
  try {
    const ended = container.kill().catch(unless(isNotRunning, isNotFound));
    const { NetworkSettings } = await container.inspect();
    const leave = (network: string) =>
      docker.getNetwork(network).disconnect({ Container: name, Force: true }).catch(unless(isOffNetwork, isNotFound));
    await Promise.all([ended, ...Object.keys(NetworkSettings.Networks ?? {}).map(leave)]);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Passes on every error but those that say that there is nothing to do. */
const unless =
  (...isDone: readonly ((error: unknown) => boolean)[]) =>
  (error: unknown): void => {
    if (!isDone.some((test) => test(error))) throw error;
  };

function traitsOf(info: Info): Traits {
  const options = info.SecurityOptions?.flatMap((option) => option.split(',')) ?? [];
  const isRootless = options.includes('name=rootless');
  const backing = info.DriverStatus?.find(([key]) => key === 'Backing Filesystem')?.[1] ?? '';
  return {
    isRootless,
    remapsUsers: options.includes('name=userns'),
    // A rootless engine cannot create device nodes.
    needsDeviceMapper:
      !isRootless && (mapperDrivers.has(info.Driver ?? '') || mapperFileSystems.has(backing.toLowerCase())),
  };
}

/** The machine's default network knows the MTU of what is behind it (VPNs, clouds); user-defined ones do not ask it. */
async function defaultMtu(docker: Dockerode, abortSignal?: AbortSignal): Promise<Record<string, string>> {
  const bridges = await docker.listNetworks({ filters: { name: ['bridge'] }, abortSignal });
  const mtu = bridges.find((network) => network.Name === 'bridge')?.Options?.[mtuOption];
  return mtu === undefined ? {} : { [mtuOption]: mtu };
}
