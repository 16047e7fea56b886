import type { Networking } from '../contracts/index.js';
import type { Problems } from './problems.js';
import type { NetworkingShape } from './shape.js';
import { isAddress, overlap, parseSubnet, type Subnet } from './subnets.js';
import { expectation, show } from './wording.js';

/** Checks the network as it will be, with the defaults filled in. */
export function checkNetworking(shape: NetworkingShape, networking: Networking, problems: Problems): void {
  const { apiServerAddress, dnsSearch = [] } = networking;
  if (!isAddress(apiServerAddress))
    problems.report(['networking', 'apiServerAddress'], expectation('an IP address', apiServerAddress));
  for (const [i, domain] of dnsSearch.entries())
    if (!/^\S+$/.test(domain)) problems.report(['networking', 'dnsSearch', i], expectation('a domain', domain));
  const pods = checkSubnets('podSubnet', networking, problems);
  const services = checkSubnets('serviceSubnet', networking, problems);
  checkServiceSizes(services, problems);
  checkOverlap(shape, pods, services, problems);
}

/** The family's ranges, or none when they do not make sense. */
function checkSubnets(field: 'podSubnet' | 'serviceSubnet', networking: Networking, problems: Problems): Subnet[] {
  const text = networking[field];
  const subnets = text.split(',').map(parseSubnet);
  const good = subnets.filter((subnet) => subnet !== undefined);
  if (good.length === subnets.length && fits(good, networking.ipFamily)) return good;
  problems.report(['networking', field], expectation(wanted[networking.ipFamily], text));
  return [];
}

const wanted = {
  ipv4: 'one IPv4 range in CIDR notation, such as 10.244.0.0/16',
  ipv6: 'one IPv6 range in CIDR notation, such as fd00:10:244::/56',
  dual: 'one range in CIDR notation, or one of each family joined by a comma',
} as const;

function fits(subnets: readonly Subnet[], family: Networking['ipFamily']): boolean {
  if (family !== 'dual') return subnets.length === 1 && subnets[0]?.family === family;
  return subnets.length === 1 || (subnets.length === 2 && subnets[0]?.family !== subnets[1]?.family);
}

/** kubeadm takes from 10 to 2^20 addresses for services, so the prefix has these lengths. */
function checkServiceSizes(services: readonly Subnet[], problems: Problems): void {
  for (const { text, prefix, bits } of services) {
    const [shortest, longest] = [bits - 20, bits - 4];
    if (prefix < shortest || prefix > longest)
      problems.report(
        ['networking', 'serviceSubnet'],
        `expected a prefix length from /${shortest} to /${longest} for services, found ${show(text)}`,
      );
  }
}

/** Blames a range that the config names rather than a default. */
function checkOverlap(
  shape: NetworkingShape,
  pods: readonly Subnet[],
  services: readonly Subnet[],
  problems: Problems,
): void {
  const field = shape.serviceSubnet ? 'serviceSubnet' : 'podSubnet';
  for (const pod of pods) {
    const service = services.find((candidate) => overlap(pod, candidate));
    if (service === undefined) continue;
    const [own, other] = field === 'podSubnet' ? [pod, service] : [service, pod];
    const otherName = field === 'podSubnet' ? 'services' : 'pods';
    problems.report(
      ['networking', field],
      `expected a range apart from the ${otherName}' ${other.text}, found ${show(own.text)}`,
    );
  }
}
