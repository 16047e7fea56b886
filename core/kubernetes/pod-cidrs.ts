import ipaddr from 'ipaddr.js';
import { argumentIn } from './arguments.js';
import type { TypedDocument } from './patches.js';

/** Prefix lengths of the nodes' parts of the pod ranges. */
export interface NodeMasks {
  readonly ipv4: number;
  readonly ipv6: number;
}

const defaultMasks: NodeMasks = { ipv4: 24, ipv6: 64 };

/** What the controller manager is told in a ClusterConfiguration; its defaults where that is nothing. */
export function nodeMasksOf({ controllerManager }: TypedDocument): NodeMasks {
  const { extraArgs } = (controllerManager ?? {}) as { extraArgs?: unknown };
  const mask = (family: keyof NodeMasks) =>
    Number(
      argumentIn(extraArgs, `node-cidr-mask-size-${family}`) ??
        argumentIn(extraArgs, 'node-cidr-mask-size') ??
        defaultMasks[family],
    );
  return { ipv4: mask('ipv4'), ipv6: mask('ipv6') };
}

/**
 * The pod ranges of the `index`-th node: one for each of the cluster's that has room for it, in its order. The controller manager
 * hands out the same ranges in the same order; a range that a Node object names already, it keeps.
 */
export function podCidrsOf(podSubnets: readonly string[], index: number, masks = defaultMasks): string[] {
  return podSubnets.flatMap((subnet) => {
    const [address, prefix] = ipaddr.parseCIDR(subnet);
    const mask = Math.max(masks[address.kind()], prefix);
    return index < 2 ** (mask - prefix) ? [`${nthSubnet(address, prefix, mask, index)}/${mask}`] : [];
  });
}

function nthSubnet(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number, mask: number, index: number): string {
  const bytes = address.toByteArray();
  const size = BigInt(bytes.length * 8);
  const hostBits = size - BigInt(prefix);
  const written = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const start = ((written >> hostBits) << hostBits) + (BigInt(index) << (size - BigInt(mask)));
  const shifted = bytes.map((_, place) => Number((start >> BigInt((bytes.length - 1 - place) * 8)) & 0xffn));
  return ipaddr.fromByteArray(shifted).toString();
}
