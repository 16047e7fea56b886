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

/** Looks for addresses that belong to two: engine networks, the machine's routes, the pods and Services of a cluster. */
export function judgeSubnets(
  networks: readonly EngineNetwork[],
  routes: readonly Route[],
  { podSubnet, serviceSubnet }: Pick<Networking, 'podSubnet' | 'serviceSubnet'>,
): Finding {
  const ofNetworks = networks.flatMap(({ name, subnets }) => subnets.flatMap((text) => range(`network ${name}`, text)));
  const ofCluster = [
    ...podSubnet.split(',').flatMap((text) => range('the pods', text)),
    ...serviceSubnet.split(',').flatMap((text) => range('the Services', text)),
  ];
  const ofRoutes = routes.flatMap(({ device, subnet }) => range(`the route to ${device}`, subnet));
  const fatal = [...clashesAmong(ofNetworks), ...foreignRoutes(ofNetworks, ofRoutes)];
  const bad = [...clashes(ofCluster, ofNetworks), ...clashes(ofCluster, foreign(ofRoutes, ofNetworks))];
  if (fatal.length + bad.length === 0) return ok(`${ofNetworks.length} ranges of engine networks clash with nothing`);
  const trouble = {
    found: [...fatal, ...bad].join('; '),
    why: 'An address that belongs to two networks is reached in one of them only: nodes, pods or Services do not answer.',
    cure: [
      ...(fatal.length > 0
        ? [
            'Remove a network or a stale bridge (docker network rm NAME, sudo ip link delete DEVICE), or end the VPN that took its range, and set default-address-pools for the engine.',
          ]
        : []),
      ...(bad.length > 0
        ? ['Choose other ranges with networking.podSubnet and networking.serviceSubnet in the config.']
        : []),
    ].join(' '),
  };
  return fatal.length > 0 ? failed(trouble) : warning(trouble);
}

function range(what: string, text: string): Range[] {
  const subnet = parseSubnet(text);
  return subnet ? [{ what: `${what} (${text})`, subnet }] : [];
}

/** A network's own bridge has a route to exactly its range. One of them is its own: a second one is a clash. */
function foreignRoutes(networks: readonly Range[], routes: readonly Range[]): string[] {
  return networks.flatMap((network) => {
    const touching = routes.filter(({ subnet }) => overlap(subnet, network.subnet));
    const own = touching.find(({ subnet }) => isSame(subnet, network.subnet));
    // A wider route leads elsewhere only as far as the bridge's own, longer one does not win; without it, all of it does.
    const rivals = touching.filter(
      (route) => route !== own && (own === undefined || route.subnet.prefix >= network.subnet.prefix),
    );
    return rivals.map(({ what }) => `${network.what} and ${what}`);
  });
}

const foreign = (routes: readonly Range[], networks: readonly Range[]): Range[] =>
  routes.filter(({ subnet }) => !networks.some((network) => isSame(subnet, network.subnet)));

function clashes(some: readonly Range[], others: readonly Range[]): string[] {
  return some.flatMap((one) =>
    others.filter((other) => overlap(one.subnet, other.subnet)).map((other) => `${one.what} and ${other.what}`),
  );
}

const clashesAmong = (ranges: readonly Range[]): string[] =>
  ranges.flatMap((one, index) => clashes([one], ranges.slice(index + 1)));

const isSame = (a: Subnet, b: Subnet): boolean => a.prefix === b.prefix && overlap(a, b);
