import { argumentsFor } from './kubeadm-config.js';
import { type JsonObject, mergeKubeadm, type TypedDocument } from './patches.js';

const peerPort = 2380;

/**
 * The documents with which the etcd of `self` starts as one of a new cluster, whose members are known beforehand. Members know
 * each other by name: a node's address may be another one the next time. etcd reads this only while it has no data yet, so it
 * is nothing that the cluster's configuration should keep.
 */
export function withEtcdMembers(
  documents: readonly TypedDocument[],
  self: string,
  members: readonly string[],
): TypedDocument[] {
  const urlOf = (name: string) => `https://${name}:${peerPort}`;
  return documents.map((document) => {
    const { external } = (document.etcd ?? {}) as { external?: JsonObject };
    if (document.kind !== 'ClusterConfiguration' || external) return document;
    const extraArgs = argumentsFor(document.apiVersion, {
      'initial-cluster': members.map((name) => `${name}=${urlOf(name)}`).join(','),
      'initial-advertise-peer-urls': urlOf(self),
    });
    return mergeKubeadm(document, { etcd: { local: { extraArgs } } }) as TypedDocument;
  });
}
