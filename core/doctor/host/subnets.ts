import ipaddr from 'ipaddr.js';
import { overlap, parseSubnet, type Subnet } from '../../config/subnets.js';
import type { Check, EngineNetwork, Finding, HostSubject, Networking } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';
import { type Route, readRoutes } from './routes.js';

export const subnets: Check<HostSubject> = {
  code: 'SUBNETS',
  title: 'address ranges',
  async run({ engine, machine, networking }, signal) {
    const { networks } = await engine;
    return judgeSubnets(networks, await readRoutes(machine, signal), networking);
  },
};

interface Range {
  readonly what: string;
  readonly subnet: Subnet;
}

type Clash = readonly [Range, Range];

/** Looks for addresses that belong to two: engine networks, the machine's routes, the pods and Services of a cluster. */
export function judgeSubnets(
  networks: readonly EngineNetwork[],
  routes: readonly Route[],
  { ipFamily, podSubnet, serviceSubnet }: Pick<Networking, 'ipFamily' | 'podSubnet' | 'serviceSubnet'>,
): Finding {
  const ofNetworks = networks.flatMap(({ name, subnets }) => subnets.flatMap((text) => range(`network ${name}`, text)));
  const ofPods = podSubnet.split(',').flatMap((text) => range('the pods', text));
  const ofServices = serviceSubnet.split(',').flatMap((text) => range('the Services', text));
  const ofRoutes = routes.flatMap(({ device, subnet }) => range(`the route to ${device}`, subnet));
  const ofOthers = ofRoutes.filter(({ subnet }) => !ofNetworks.some((network) => isSame(subnet, network.subnet)));
  const outside = [...clashesAmong(ofNetworks), ...routeClashes(ofNetworks, ofRoutes)];
  const inside = clashesBetween([...ofPods, ...ofServices], [...ofNetworks, ...ofOthers]);
  if (outside.length + inside.length === 0)
    return ok(`nothing clashes with the networks of the engine (${ofNetworks.map(({ what }) => what).join(', ')})`);
  const trouble = {
    found: [...outside, ...inside].map(([one, other]) => `${one.what} and ${other.what}`).join('; '),
    why: 'An address that belongs to two networks is reached in one of them only: nodes, pods or Services do not answer.',
    cure: [...(outside.length > 0 ? [outsideCure] : []), ...(inside.length > 0 ? [insideCure] : [])].join(' '),
  };
  // Addresses of a family that the cluster does not use are in nobody's way.
  const isFatal = outside.some(([{ subnet }]) => ipFamily === 'dual' || subnet.family === ipFamily);
  return isFatal ? failed(trouble) : warning(trouble);
}

const outsideCure =
  'Remove a network or a stale bridge (docker network rm NAME, sudo ip link delete DEVICE), or end the VPN that took its range and set default-address-pools for the engine.';
const insideCure = 'Choose other ranges with networking.podSubnet and networking.serviceSubnet in the config.';

function range(what: string, text: string): Range[] {
  const subnet = parseSubnet(text);
  return subnet ? [{ what: `${what} (${ipaddr.parseCIDR(text).join('/')})`, subnet }] : [];
}

/**
 * A network's own bridge has a route to exactly its range; a second one, or one to a part of the range, takes its addresses. A wider
 * route takes none: the narrower one comes first.
 */
function routeClashes(networks: readonly Range[], routes: readonly Range[]): Clash[] {
  return networks.flatMap((network) => {
    const touching = routes.filter(({ subnet }) => overlap(subnet, network.subnet));
    const own = touching.find(({ subnet }) => isSame(subnet, network.subnet));
    const rivals = touching.filter((route) => route !== own && route.subnet.prefix >= network.subnet.prefix);
    return rivals.map((rival): Clash => [network, rival]);
  });
}

function clashesBetween(some: readonly Range[], others: readonly Range[]): Clash[] {
  return some.flatMap((one) =>
    others.filter((other) => overlap(one.subnet, other.subnet)).map((other): Clash => [one, other]),
  );
}

const clashesAmong = (ranges: readonly Range[]): Clash[] =>
  ranges.flatMap((one, index) => clashesBetween([one], ranges.slice(index + 1)));

const isSame = (a: Subnet, b: Subnet): boolean => a.prefix === b.prefix && overlap(a, b);
