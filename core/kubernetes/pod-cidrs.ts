import ipaddr from 'ipaddr.js';

/** The size of a node's part of a pod range that the controller manager uses unless it is told otherwise. */
const nodeMask = { ipv4: 24, ipv6: 64 };

/**
 * The pod ranges of the `index`-th node: one for each of the cluster's, in its order. The controller manager hands out the same
 * ranges in the same order; a range that a Node object names already, it keeps.
 */
export function podCidrsOf(podSubnets: readonly string[], index: number): string[] {
  return podSubnets.map((subnet) => {
    const [address, prefix] = ipaddr.parseCIDR(subnet);
    const mask = Math.max(nodeMask[address.kind()], prefix);
    return `${nthSubnet(address, mask, index)}/${mask}`;
  });
}

function nthSubnet(address: ipaddr.IPv4 | ipaddr.IPv6, mask: number, index: number): string {
  const bytes = address.toByteArray();
  const size = BigInt(bytes.length * 8);
  const first = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const start = first + (BigInt(index) << (size - BigInt(mask)));
  const shifted = bytes.map((_, place) => Number((start >> BigInt((bytes.length - 1 - place) * 8)) & 0xffn));
  return ipaddr.fromByteArray(shifted).toString();
}
