export function renderSalutation(cluster: string): string {
  return `Set kubectl context to "kind-${cluster}"
You can now use your cluster with:

kubectl cluster-info --context kind-${cluster}
`;
}
