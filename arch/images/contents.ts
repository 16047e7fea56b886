/** What a node image for one version of Kubernetes is made of. Tags are those that kubeadm of that version asks for. */
export interface NodeImageContents {
  readonly etcd: string;
  readonly coredns: string;
  readonly pause: string;
  readonly localPath: string;
}

/** The releases whose modules are pinned in arch/node-image. */
export const pinnedContents: Readonly<Record<string, NodeImageContents>> = {
  'v1.34.4': { etcd: '3.6.5-0', coredns: 'v1.12.1', pause: '3.10.1', localPath: 'v0.0.30' },
};

/** Undefined when the version is not a pinned one. */
export function findNodeImageContents(version: string): NodeImageContents | undefined {
  return pinnedContents[version];
}

/** Of a version of Kubernetes, which may have a `+`. */
export function imageTag(version: string): string {
  return version.replace('+', '_');
}

/** The name of a built node image. No registry answers to `localhost`, so no engine tries to pull it. */
export function builtNodeImageReference(version: string): string {
  return `localhost/kind-ts/node:${imageTag(version)}`;
}

/** A label of images that can be a cluster's load balancer; its value is the program to run. docs/node-images.md has its contract. */
export const loadBalancerLabel = 'dev.kind-ts.load-balancer';

/** Small, with a shell and the usual tools; in every built node. */
export const busyboxImage = 'localhost/kind-ts/busybox:1';

export function localPathImage(contents: NodeImageContents): string {
  return `localhost/kind-ts/local-path-provisioner:${contents.localPath}`;
}

export function pauseImage(contents: NodeImageContents): string {
  return `registry.k8s.io/pause:${contents.pause}`;
}

/** Suite of the node's operating system. */
export const debianSuite = 'trixie';

export const debianPackages: readonly string[] = [
  'busybox-static',
  'ca-certificates',
  'conntrack',
  'containerd',
  'containernetworking-plugins',
  'ethtool',
  'haproxy',
  'iproute2',
  'ipset',
  'iptables',
  'kmod',
  'mount',
  'nftables',
  'pigz',
  'procps',
  'runc',
  'socat',
  'systemd',
  'systemd-sysv',
  'zstd',
];
