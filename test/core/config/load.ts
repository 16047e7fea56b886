import { type ConfigOverrides, loadConfig } from '../../../core/config/index.js';
import type { ClusterSpec } from '../../../core/contracts/index.js';
import { KindError } from '../../../core/errors/index.js';

/** The folder from which relative paths start in these tests. */
export const baseDir = '/home/somebody/project';

/** Loads what follows `kind` and `apiVersion`, so that it begins at line 3. */
export function load(rest: string, overrides: ConfigOverrides = {}): ClusterSpec {
  return loadText(`kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n${rest}`, overrides);
}

/** The same in kind-ts.dev/v1. */
export function loadV1(rest: string, overrides: ConfigOverrides = {}): ClusterSpec {
  return loadText(`kind: Cluster\napiVersion: kind-ts.dev/v1\n${rest}`, overrides);
}

export function loadText(text: string, overrides: ConfigOverrides = {}): ClusterSpec {
  return loadConfig({ file: 'kind.yaml', text }, overrides, baseDir);
}

/** The problems for which a config is refused; none when it loads. */
export function problemsOf(loading: () => unknown): readonly string[] {
  try {
    loading();
    return [];
  } catch (error) {
    if (!(error instanceof KindError) || error.code !== 'CONFIG_INVALID') throw error;
    return (error.details as { problems: readonly string[] }).problems;
  }
}
