import { createHash } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { NetworkFacts, NetworkSpec } from '../../core/contracts/provider.js';
import { networkMismatch } from '../../core/errors/index.js';
import type { Engine } from './engine.js';
import { isNotFound, reasonOf, statusOf } from './errors.js';
import { networkLabel } from './labels.js';

type Network = Dockerode.NetworkInspectInfo;

const alreadyExists = /already exists/i;
const overlaps = /overlap|already used on the host|being used by a network interface/i;
const noIpv6 = /ipv6|ip6tables/i;
const inUse = /active endpoints|being used|associated containers|in use/i;
const subnetAttempts = 5;

/** Safe to repeat and to run in several processes at once: one network is left. */
export async function ensureNetwork(engine: Engine, spec: NetworkSpec, signal?: AbortSignal): Promise<NetworkFacts> {
  const network = (await findNetwork(engine, spec.name, signal)) ?? (await createNetwork(engine, spec, signal));
  if (spec.ipv6 && !hasIpv6(network))
    throw networkMismatch({ network: spec.name, reason: 'the cluster wants IPv6 and the network has none' });
  return { subnets: subnetsOf(network) };
}

/** Removes the network if it carries our label and no container, running or not, refers to it. */
export async function removeUnusedNetwork(engine: Engine, name: string, signal?: AbortSignal): Promise<void> {
  const network = await findNetwork(engine, name, signal);
  if (network?.Labels?.[networkLabel] === undefined) return;
  const users = await engine.docker.listContainers({ all: true, filters: { network: [name] }, abortSignal: signal });
  if (users.length > 0) return;
  await removeNetwork(engine.docker, network.Id);
}

async function findNetwork(engine: Engine, name: string, signal?: AbortSignal): Promise<Network | undefined> {
  return (await networksNamed(engine, name, signal))[0];
}

async function networksNamed({ docker }: Engine, name: string, abortSignal?: AbortSignal): Promise<Network[]> {
  const networks = await docker.listNetworks({ filters: { name: [name] }, abortSignal });
  // The filter also finds names that only contain this one.
  return networks.filter((network) => network.Name === name);
}

async function createNetwork(engine: Engine, spec: NetworkSpec, signal?: AbortSignal): Promise<Network> {
  const options = await engine.dialect.networkOptions(signal);
  let subnet: string | undefined = uniqueLocalSubnet(spec.name, 0);
  for (let attempt = 1; ; attempt++) {
    const failure = await tryCreate(engine, spec.name, subnet, options, signal);
    // Another process may have made it, before us or (docker once allowed that) beside us.
    const network = await settle(engine, spec.name, signal);
    if (network !== undefined) return network;
    const reason = failure === undefined ? 'it was removed at once' : reasonOf(failure);
    if (attempt === subnetAttempts) throw failure ?? networkMismatch({ network: spec.name, reason });
    if (overlaps.test(reason)) subnet = uniqueLocalSubnet(spec.name, attempt);
    else if (noIpv6.test(reason) && subnet !== undefined) subnet = undefined;
    else if (failure !== undefined) throw failure;
  }
}

/** The engine's refusal, unless it is that the network exists. */
async function tryCreate(
  { docker }: Engine,
  Name: string,
  subnet: string | undefined,
  Options: Record<string, string>,
  abortSignal?: AbortSignal,
): Promise<unknown> {
  const ipv6 = subnet === undefined ? {} : { EnableIPv6: true, IPAM: { Config: [{ Subnet: subnet }] } };
  const Labels = { [networkLabel]: 'true' };
  try {
    await docker.createNetwork({ Name, Driver: 'bridge', CheckDuplicate: true, Labels, Options, ...ipv6, abortSignal });
    return undefined;
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return alreadyExists.test(reasonOf(error)) ? undefined : error;
  }
}

/** Leaves one network of the name, the same one whoever looks: one in use, else the one with the lowest id. */
async function settle(engine: Engine, name: string, signal?: AbortSignal): Promise<Network | undefined> {
  const networks = await networksNamed(engine, name, signal);
  if (networks.length < 2) return networks[0];
  const detailed = await Promise.all(networks.map(({ Id }) => inspectNetwork(engine.docker, Id)));
  const [kept, ...spare] = detailed
    .filter((network) => network !== undefined)
    .sort((a, b) => users(b) - users(a) || (a.Id < b.Id ? -1 : 1));
  await Promise.all(spare.map(({ Id }) => removeNetwork(engine.docker, Id)));
  return kept;
}

const users = (network: Network): number => Object.keys(network.Containers ?? {}).length;

async function inspectNetwork(docker: Dockerode, id: string): Promise<Network | undefined> {
  try {
    return await docker.getNetwork(id).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function removeNetwork(docker: Dockerode, id: string): Promise<void> {
  try {
    await docker.getNetwork(id).remove();
  } catch (error) {
    if (!isNotFound(error) && !inUse.test(reasonOf(error))) throw error;
  }
}

function hasIpv6(network: Network): boolean {
  return network.EnableIPv6 || subnetsOf(network).some((subnet) => subnet.includes(':'));
}

function subnetsOf(network: Network): string[] {
  return (network.IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : []));
}

/** A /64 out of fc00::/8, the same for the same name and attempt, and for upstream. */
export function uniqueLocalSubnet(name: string, attempt: number): string {
  const nth = Buffer.alloc(4);
  nth.writeInt32LE(attempt);
  const hash = createHash('sha1').update(name).update(nth).digest();
  const group = (at: number) => hash.readUInt16BE(at).toString(16);
  return `fc00:${group(2)}:${group(4)}:${group(6)}::/64`;
}
