import { stringify } from 'yaml';
import type { ClusterSpec, NodeConfig, PluginChoice } from '../contracts/index.js';
import { yamlOptions } from './yaml-dialect.js';

/** A `kind-ts.dev/v1` config that asks for just this cluster: every default is written out, and nothing that is empty. */
export function viewOf({ baseDir: _, nodes, ...spec }: ClusterSpec): Record<string, unknown> {
  const { provider, cni, storage, imageLoader, ...rest } = spec;
  const plugins = Object.entries({ provider, cni, storage, imageLoader });
  return {
    kind: 'Cluster',
    apiVersion: 'kind-ts.dev/v1',
    ...filled(rest),
    ...filled(Object.fromEntries(plugins.map(([field, choice]) => [field, choice && written(choice)]))),
    nodes: nodes.map(nodeView),
  };
}

/** The same as text, in which nothing is mistaken for a number or a boolean when it is read again. */
export function viewText(spec: ClusterSpec): string {
  return stringify(viewOf(spec), yamlOptions);
}

function nodeView({ name: _, mounts, ports, resources, ...rest }: NodeConfig): Record<string, unknown> {
  const { cpus, memoryBytes } = resources ?? {};
  const limits = filled({ cpus, memory: memoryBytes === undefined ? undefined : String(memoryBytes) });
  return filled({ ...rest, resources: limits, extraMounts: mounts, extraPortMappings: ports });
}

function written(choice: PluginChoice): unknown {
  return 'name' in choice && Object.keys(choice.options).length === 0 ? choice.name : choice;
}

function filled(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
