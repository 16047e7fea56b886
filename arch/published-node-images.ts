/** The Kubernetes version of a cluster whose config names no image. */
export const defaultKubernetesVersion = 'v1.34.4';

/** Upstream's published node images, by minor version, pinned by digest. */
const published: Readonly<Record<string, string>> = {
  'v1.34': 'kindest/node:v1.34.3@sha256:08497ee19eace7b4b5348db5c6a1591d7752b164530a36f855cb0f2bdcbadd48',
  'v1.37': 'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5',
};

/** The published image of the same minor version, whose patch release may differ; undefined when there is none. */
export function publishedNodeImage(kubernetesVersion: string): string | undefined {
  return published[kubernetesVersion.split('.').slice(0, 2).join('.')];
}
