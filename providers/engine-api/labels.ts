/** Upstream's labels: either tool finds the other's nodes by them. */
export const clusterLabel = 'io.x-k8s.kind.cluster';
export const roleLabel = 'io.x-k8s.kind.role';
/** Marks a network as made by us, so that it may be removed when nothing uses it. */
export const networkLabel = 'dev.kind-ts.network';
