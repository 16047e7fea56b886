import { defaultClusterName } from '../cluster/names.js';
import type { ClusterSpec } from '../contracts/index.js';
import { configInvalid } from '../errors/index.js';
import { type ChosenName, checkName } from './check-names.js';
import { checkNetworking } from './check-networking.js';
import { checkNodes } from './check-nodes.js';
import { checkPatches } from './check-patches.js';
import { checkPlugins } from './check-plugins.js';
import { checkPodRoom } from './check-pod-room.js';
import { checkPorts } from './check-ports.js';
import { checkResources } from './check-resources.js';
import { checkRuntimeConfig } from './check-runtime-config.js';
import { toClusterSpec } from './cluster-spec.js';
import { type ConfigDocument, readDocument } from './document.js';
import { readShape } from './read-shape.js';
import type { ConfigShape } from './shape.js';

/** A config's text, and the name under which problems mention it. */
export interface ConfigSource {
  readonly file: string;
  readonly text: string;
}

/** What the command line and the environment decide over the config. */
export interface ConfigOverrides {
  /** `--name`: before `KIND_CLUSTER_NAME` of `env`, before the config. */
  readonly name?: string | undefined;
  /** `--image`: for every node. */
  readonly image?: string | undefined;
  /** `--provider`: before `KIND_PROVIDER` and `KIND_EXPERIMENTAL_PROVIDER` of `env`, before the config. */
  readonly provider?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

const defaultConfig: ConfigSource = { file: 'the default config', text: '{apiVersion: kind-ts.dev/v1, kind: Cluster}' };

/**
 * Turns a config into what the cluster shall be; without a source, a single control plane. `baseDir` is absolute;
 * relative paths start there. Touches neither files nor the process.
 * Throws CONFIG_INVALID with every problem at once.
 */
export function loadConfig(source: ConfigSource | undefined, overrides: ConfigOverrides, baseDir: string): ClusterSpec {
  const { file, text } = source ?? defaultConfig;
  const document = readDocument(file, text);
  const config = document.problems.list().length > 0 ? undefined : readShape(document);
  const spec = config && check(config, document, overrides, baseDir);
  const problems = document.problems.list();
  if (spec === undefined || problems.length > 0) throw configInvalid({ problems });
  return spec;
}

function check(
  config: ConfigShape,
  document: ConfigDocument,
  overrides: ConfigOverrides,
  baseDir: string,
): ClusterSpec {
  const { problems } = document;
  const env = overrides.env ?? {};
  const chosen = chooseName(config, overrides.name, env.KIND_CLUSTER_NAME);
  const provider = overrides.provider || env.KIND_PROVIDER || env.KIND_EXPERIMENTAL_PROVIDER;
  const spec = toClusterSpec(config, { name: chosen.name, image: overrides.image, provider }, baseDir);
  checkName(chosen, spec.nodes, problems);
  checkNetworking(config.networking ?? {}, spec.networking, problems);
  checkNodes(config, spec, problems);
  checkPodRoom(spec, problems);
  checkRuntimeConfig(spec, problems);
  checkPorts(spec, problems);
  checkPatches(config, document);
  checkPlugins(config, problems);
  checkResources(config, problems);
  return spec;
}

/** Upstream's order: the flag, the environment, the config. */
function chooseName(config: ConfigShape, flag: string | undefined, env: string | undefined): ChosenName {
  if (flag) return { name: flag, origin: '--name' };
  if (flag === undefined && env) return { name: env, origin: 'KIND_CLUSTER_NAME' };
  return { name: config.name || defaultClusterName };
}
