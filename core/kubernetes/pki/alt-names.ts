import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The names and addresses a serving certificate is good for. */
export interface AltNames {
  readonly dnsNames: readonly string[];
  readonly ips: readonly string[];
}

/** What the names of a control-plane node's certificates are made of. */
export interface ControlPlaneNames {
  readonly nodeName: string;
  /** `host:port` by which every node reaches the API; an IPv6 address stands in brackets. */
  readonly controlPlaneEndpoint: string;
  /** The address the node's API server and etcd advertise; leave it out while it is not known. */
  readonly advertiseAddress?: string;
  /** CIDRs; the API gets the first address of the first one. */
  readonly serviceSubnets: readonly string[];
  /** `cluster.local` unless told. */
  readonly dnsDomain?: string;
  /** More names and addresses of the API server. */
  readonly certSANs?: readonly string[];
  /** More names and addresses of etcd. */
  readonly etcdCertSANs?: readonly string[];
}

/** The names kubeadm gives an API server. */
export function apiServerAltNames(names: ControlPlaneNames): AltNames {
  const service = 'kubernetes.default.svc';
  return sortOut([
    names.nodeName,
    'kubernetes',
    'kubernetes.default',
    service,
    `${service}.${names.dnsDomain ?? 'cluster.local'}`,
    ...names.serviceSubnets.slice(0, 1).map(firstServiceAddress),
    ...(names.advertiseAddress === undefined ? [] : [names.advertiseAddress]),
    hostOf(names.controlPlaneEndpoint),
    ...(names.certSANs ?? []),
  ]);
}

/** The names kubeadm gives etcd, as a server and as a peer. */
export function etcdAltNames(names: ControlPlaneNames): AltNames {
  const advertised = names.advertiseAddress === undefined ? [] : [names.advertiseAddress];
  return sortOut([names.nodeName, 'localhost', ...advertised, '127.0.0.1', '::1', ...(names.etcdCertSANs ?? [])]);
}

function sortOut(names: readonly string[]): AltNames {
  const all = [...new Set(names)];
  return { dnsNames: all.filter((name) => isIP(name) === 0).sort(), ips: all.filter((name) => isIP(name) !== 0) };
}

/** The address that the `kubernetes` service gets: one after the range's own. */
export function firstServiceAddress(cidr: string): string {
  const [address, bits] = ipaddr.parseCIDR(cidr);
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`);
  const bytes = network.toByteArray();
  bytes.push((bytes.pop() ?? 0) + 1);
  return ipaddr.fromByteArray(bytes).toString();
}

function hostOf(endpoint: string): string {
  return new URL(`https://${endpoint}`).hostname.replace(/^\[|\]$/g, '');
}
