import { parse } from 'yaml';
import type { Check, ClusterSubject, Finding } from '../../contracts/index.js';
import { contextName } from '../../kubernetes/kubeconfig/index.js';
import { failed, ok, warning } from '../finding.js';

export const kubeconfig: Check<ClusterSubject> = {
  code: 'CLUSTER_KUBECONFIG',
  title: 'kubeconfig',
  run: async ({ access, kubeconfigs, name }) => judgeKubeconfig(kubeconfigs, name, await access),
};

interface Stanza {
  readonly server?: string;
  readonly 'certificate-authority-data'?: string;
}

type Config = { readonly clusters?: readonly { readonly name?: string; readonly cluster?: Stanza }[] } | null;

/** The first file that has an entry decides, as it does for kubectl. */
export function judgeKubeconfig(
  files: ClusterSubject['kubeconfigs'],
  cluster: string,
  access: { readonly server: string; readonly ca: string },
): Finding {
  const name = contextName(cluster);
  const cure = `kind export kubeconfig --name ${cluster}`;
  for (const { path, text } of files) {
    const stanza = (parse(text) as Config)?.clusters?.find((entry) => entry?.name === name)?.cluster;
    if (stanza === undefined) continue;
    if (stanza.server !== access.server) {
      const found = `${name} in ${path} is at ${stanza.server}, and the API server at ${access.server}`;
      return failed({ found, why: 'kubectl asks at an address where this cluster is not.', cure });
    }
    if (
      Buffer.from(stanza['certificate-authority-data'] ?? '', 'base64')
        .toString()
        .trim() !== access.ca.trim()
    ) {
      const found = `${name} in ${path} has the certificate authority of another cluster`;
      return failed({ found, why: 'kubectl refuses to talk to the API server.', cure });
    }
    return ok(`${name} in ${path} leads to ${access.server}`);
  }
  return warning({ found: `no kubeconfig has ${name}`, why: 'kubectl does not know the cluster.', cure });
}
