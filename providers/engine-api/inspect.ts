import type { EngineDetails } from '../../core/contracts/provider.js';
import type { Engine } from './engine.js';

/** As much of the engine's answer to `info` as the doctor reads; podman leaves some of it out. */
interface Info {
  readonly DockerRootDir?: string;
  readonly Driver?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly SystemTime?: string;
}

export async function inspectEngine(engine: Engine, abortSignal?: AbortSignal): Promise<EngineDetails> {
  const { provider, version, endpoint, docker, dialect } = engine;
  const askedAt = Date.now();
  const infoAndTime = docker.info().then((info: Info) => ({ info, answeredAt: Date.now() }));
  const [{ info, answeredAt }, { isRootless }, networks] = await engine.ask(
    'tell about itself',
    Promise.all([infoAndTime, dialect.traits(), docker.listNetworks({ abortSignal })]),
  );
  const time = Date.parse(info.SystemTime ?? '');
  return {
    name: provider,
    version,
    endpoint,
    isRootless,
    storagePath: info.DockerRootDir,
    storageDriver: info.Driver,
    memoryBytes: info.MemTotal,
    cpus: info.NCPU,
    clockAheadMs: Number.isNaN(time) ? undefined : clockAhead(time, askedAt, answeredAt),
    networks: networks.map(({ Name, IPAM }) => ({
      name: Name,
      subnets: (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : [])),
    })),
  };
}

/** The clock was read at some moment between question and answer: within that time it is taken for right. */
function clockAhead(time: number, askedAt: number, answeredAt: number): number {
  if (time > answeredAt) return time - answeredAt;
  return time < askedAt ? time - askedAt : 0;
}
