/** What to do with a new cluster; `kubeconfig` is the value of the flag. */
export function renderSalutation(cluster: string, kubeconfig?: string): string {
  const where = kubeconfig ? ` --kubeconfig ${quoted(kubeconfig)}` : '';
  return `Set kubectl context to "kind-${cluster}"
You can now use your cluster with:

kubectl cluster-info --context kind-${cluster}${where}
`;
}

/** A word as a POSIX shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
