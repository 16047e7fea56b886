import type { KubernetesApi, KubernetesObject } from '../../contracts/index.js';
import type { Condition } from '../../kubernetes/conditions.js';

/** The objects of a list. */
export async function listObjects<T extends KubernetesObject>(
  api: KubernetesApi,
  path: string,
  signal: AbortSignal,
): Promise<readonly T[]> {
  return (await api.request<{ readonly items: readonly T[] }>('GET', path, undefined, { signal })).items;
}

/** What a condition of `create` still misses now, or undefined when it holds. */
export async function pendingOf(
  api: KubernetesApi,
  condition: Condition,
  signal: AbortSignal,
): Promise<string | undefined> {
  return condition.pending(await listObjects(api, condition.path, signal));
}

export interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string; readonly hostNetwork?: boolean };
  readonly status: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export const isReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
