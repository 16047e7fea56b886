import { busyboxImage, imageTag, localPathImage, type NodeImageContents, pauseImage } from './contents.js';
import type { ArchiveImage } from './docker-archive.js';

const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];

/** The images that are unpacked in a node. `layer` gives the tar file of a layer that make-layers.sh made. */
export function carriedImages(
  version: string,
  contents: NodeImageContents,
  arch: string,
  layer: (name: string) => string,
): ArchiveImage[] {
  const kubernetes = layer('kubernetes');
  const tag = imageTag(version);
  const image = (references: readonly string[], layers: readonly string[], entrypoint?: readonly string[]) => ({
    references,
    arch,
    layers,
    entrypoint,
    env,
  });
  return [
    // Entrypoints that differ keep the images apart, though their layers are the same.
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((program) =>
      image([`registry.k8s.io/${program}:${tag}`], [kubernetes], [program]),
    ),
    image([`registry.k8s.io/etcd:${contents.etcd}`], [kubernetes], ['etcd']),
    image([`registry.k8s.io/kube-proxy:${tag}`], [kubernetes, layer('network-tools')], ['kube-proxy']),
    image([`registry.k8s.io/coredns/coredns:${contents.coredns}`], [kubernetes], ['/coredns']),
    image([pauseImage(contents)], [layer('pause')], ['/pause']),
    image([localPathImage(contents)], [layer('local-path')], ['local-path-provisioner']),
    image([busyboxImage], [layer('busybox')], ['/bin/sh']),
  ];
}
