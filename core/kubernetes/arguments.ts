/** An argument of a component in kubeadm's configuration: v1beta3 maps arguments, v1beta4 lists them, and the last one counts. */
export function argumentIn(extraArgs: unknown, wanted: string): string | undefined {
  const given = (extraArgs ?? {}) as Record<string, string> | readonly { name: string; value: string }[];
  return Array.isArray(given)
    ? given.findLast(({ name }) => name === wanted)?.value
    : (given as Record<string, string>)[wanted];
}
