import type { Check, ClusterSubject, KubernetesObject } from '../../contracts/index.js';
import { deploymentAvailable } from '../../kubernetes/conditions.js';
import { failed, ok, warning } from '../finding.js';
import { listObjects, pendingOf } from './kubernetes.js';

/** The deployments of the provisioners that we install. */
const deployments: Readonly<Record<string, string>> = {
  'rancher.io/local-path': 'local-path-storage/local-path-provisioner',
};

interface StorageClass extends KubernetesObject {
  readonly provisioner: string;
  readonly metadata: KubernetesObject['metadata'] & { readonly annotations?: Readonly<Record<string, string>> };
}

const isDefault = ({ metadata }: StorageClass): boolean =>
  metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';

export const storage: Check<ClusterSubject> = {
  code: 'CLUSTER_STORAGE',
  title: 'storage',
  async run({ api, name }, signal) {
    const kubernetes = await api;
    const classes = await listObjects<StorageClass>(kubernetes, '/apis/storage.k8s.io/v1/storageclasses', signal);
    const chosen = classes.find(isDefault);
    if (chosen === undefined) {
      return warning({
        found: classes.length === 0 ? 'there is no StorageClass' : 'no StorageClass is the default',
        why: 'Claims that name no class stay Pending.',
        cure: `kubectl --context kind-${name} annotate storageclass NAME storageclass.kubernetes.io/is-default-class=true`,
      });
    }
    const { provisioner } = chosen;
    const deployment = deployments[provisioner];
    const found = `${chosen.metadata.name} is the default, provided by ${provisioner}`;
    if (deployment === undefined) return ok(found);
    const pending = await pendingOf(kubernetes, deploymentAvailable('', deployment), signal);
    if (pending === undefined) return ok(found);
    const [namespace, workload] = deployment.split('/');
    return failed({
      found: `${provisioner} is not available: ${pending}`,
      why: 'Claims stay Pending.',
      cure: `kubectl --context kind-${name} -n ${namespace} describe pods; kubectl --context kind-${name} -n ${namespace} logs deployment/${workload}`,
    });
  },
};
