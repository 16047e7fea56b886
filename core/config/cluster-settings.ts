import { resolve } from 'node:path';
import type { AuditSpec, ClusterSpec, NodeConfig, RegistryCredentialsSpec } from '../contracts/index.js';
import { bytesOf } from './memory.js';
import type { ConfigShape, NodeShape } from './shape.js';

type HostSettingsSpec = Pick<ClusterSpec, 'audit' | 'caCertificates' | 'registryCredentials'>;

/** The settings that take something from the host's files: where it stands, not what it is. */
export function toHostSettings(config: ConfigShape, baseDir: string): HostSettingsSpec {
  const audit = toAudit(config.audit, baseDir);
  const registryCredentials = toRegistryCredentials(config.registryCredentials, baseDir);
  return {
    ...(audit ? { audit } : {}),
    caCertificates: (config.caCertificates ?? []).map((file) => resolve(baseDir, file)),
    ...(registryCredentials ? { registryCredentials } : {}),
  };
}

function toAudit(given: ConfigShape['audit'], baseDir: string): AuditSpec | undefined {
  if (!given) return undefined;
  const { policy, maxAgeDays = 0, maxBackups = 2, maxSizeMB = 100 } = given === true ? {} : given;
  return { ...(policy ? { policy: resolve(baseDir, policy) } : {}), maxAgeDays, maxBackups, maxSizeMB };
}

function toRegistryCredentials(
  given: ConfigShape['registryCredentials'],
  baseDir: string,
): RegistryCredentialsSpec | undefined {
  if (!given) return undefined;
  const { file, registries = [], credentialHelpers = false } = given === true ? {} : given;
  return { ...(file ? { file: resolve(baseDir, file) } : {}), registries, credentialHelpers };
}

export function toResources(given: NodeShape['resources']): Pick<NodeConfig, 'resources'> {
  const { cpus, memory } = given ?? {};
  const memoryBytes = memory ? bytesOf(memory) : undefined;
  if (cpus === undefined && memoryBytes === undefined) return {};
  return {
    resources: { ...(cpus === undefined ? {} : { cpus }), ...(memoryBytes === undefined ? {} : { memoryBytes }) },
  };
}
