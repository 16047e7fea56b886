import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A range of addresses. */
export interface Subnet {
  readonly text: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
  readonly bits: 32 | 128;
}

/** Undefined when `text` is not an address and a prefix length, such as 10.244.0.0/16. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || address.includes('%') || rest.length > 0) return undefined;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
  return { text, family: version === 4 ? 'ipv4' : 'ipv6', prefix: Number(prefix), bits };
}

/** Whether an address belongs to both. */
export function overlap(a: Subnet, b: Subnet): boolean {
  if (a.family !== b.family) return false;
  const [wide, narrow] = a.prefix <= b.prefix ? [a, b] : [b, a];
  return ipaddr.parse(addressOf(narrow)).match(ipaddr.parse(addressOf(wide)), wide.prefix);
}

/** Whether `text` is an IPv4 or IPv6 address, without a zone. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function addressOf(subnet: Subnet): string {
  return subnet.text.split('/')[0] ?? '';
}
