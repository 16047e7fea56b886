import type { Cni } from '../../core/contracts/index.js';

const manifestPath = '/kind/manifests/default-cni.yaml';

/** Installs the manifest that the node image carries, as upstream kind does. It is a template with one variable. */
export const imageCni: Cni = {
  name: 'image',
  nodeFiles: () => [],
  async install({ readNodeFile, kubernetes }, { podSubnets }, signal) {
    const template = await readNodeFile(manifestPath, signal);
    await kubernetes.apply(template.replace(/\{\{\s*\.PodSubnet\s*\}\}/g, podSubnets.join(',')), signal);
  },
};
