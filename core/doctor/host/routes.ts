import type { Machine } from '../../contracts/index.js';
import { readText, requireText } from '../read.js';

export interface Route {
  /** In CIDR notation. */
  readonly subnet: string;
  /** The network device it leads to. */
  readonly device: string;
}

/** The routes of the machine's main table, without the default ones. */
export async function readRoutes(machine: Machine, signal?: AbortSignal): Promise<Route[]> {
  const [ipv4, ipv6] = await Promise.all([
    requireText(machine, '/proc/net/route', signal),
    readText(machine, '/proc/net/ipv6_route', signal),
  ]);
  return [...parseRoutes(ipv4), ...parseIpv6Routes(ipv6 ?? '')];
}

/** `table` is the text of /proc/net/route: addresses are little-endian hexadecimal numbers. */
export function parseRoutes(table: string): Route[] {
  const rows = table.trim().split('\n').slice(1);
  return rows.flatMap((row) => {
    const [device = '', destination = '', , , , , , mask = ''] = row.trim().split(/\s+/);
    const prefix = bitsOf(mask);
    if (prefix === 0) return [];
    return [{ device, subnet: `${bytesOf(destination).reverse().join('.')}/${prefix}` }];
  });
}

/** `table` is the text of /proc/net/ipv6_route. Leaves out single addresses, multicast, and what is on one link only. */
export function parseIpv6Routes(table: string): Route[] {
  const rows = table.split('\n').filter((row) => row !== '');
  return rows.flatMap((row) => {
    const [destination = '', length = '', , , , , , , , device = ''] = row.trim().split(/\s+/);
    const prefix = Number.parseInt(length, 16);
    if (prefix === 0 || prefix === 128 || /^f(e8|f)/.test(destination)) return [];
    return [{ device, subnet: `${destination.match(/.{4}/g)?.join(':')}/${prefix}` }];
  });
}

const bytesOf = (hex: string): number[] => hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
const bitsOf = (mask: string): number =>
  bytesOf(mask).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
