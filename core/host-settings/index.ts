import type { ClusterSpec, Host } from '../contracts/index.js';
import { configInvalid } from '../errors/index.js';
import { auditPolicyProblems } from './audit-policy.js';
import { certificatesIn } from './ca-certificates.js';
import { readSettingFile } from './read-file.js';
import { readRegistryCredentials } from './registry-credentials.js';

/** What a config's settings take from the host. May be secret, so it is no part of the spec, nor of an event. */
export interface HostSettings {
  /** A policy of the API server's audit log; undefined: ours. */
  readonly auditPolicy?: string;
  /** In PEM, one certificate each. */
  readonly caCertificates: readonly string[];
  /** The content of a docker `config.json` that has credentials and nothing else. */
  readonly registryCredentials?: string;
}

/** Where the user's own files and credential helpers are. */
export interface HostUser {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  readonly host: Host;
}

/** Reads the files that a config's settings name. Throws CONFIG_INVALID with every problem at once. */
export async function readHostSettings(spec: ClusterSpec, user: HostUser): Promise<HostSettings> {
  const problems: string[] = [];
  const auditPolicy = await readAuditPolicy(spec.audit?.policy, problems);
  const caCertificates = await readCaCertificates(spec.caCertificates, problems);
  const registryCredentials =
    spec.registryCredentials && (await readRegistryCredentials(spec.registryCredentials, user, problems));
  if (problems.length > 0) throw configInvalid({ problems });
  return {
    ...(auditPolicy === undefined ? {} : { auditPolicy }),
    caCertificates,
    ...(registryCredentials === undefined ? {} : { registryCredentials }),
  };
}

async function readAuditPolicy(file: string | undefined, problems: string[]): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await readSettingFile('audit.policy', file, problems);
  if (text !== undefined) problems.push(...auditPolicyProblems(file, text));
  return text;
}

async function readCaCertificates(files: readonly string[], problems: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [i, file] of files.entries()) {
    const text = await readSettingFile(`caCertificates[${i}]`, file, problems);
    if (text === undefined) continue;
    const result = certificatesIn(text);
    if ('problem' in result) problems.push(`${file}: caCertificates[${i}]: ${result.problem}`);
    else found.push(...result.certificates);
  }
  return [...new Set(found)];
}
