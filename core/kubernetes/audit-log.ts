import { posix } from 'node:path';
import type { AuditSpec } from '../contracts/cluster-spec.js';
import type { JsonObject, TypedDocument } from './patches.js';

/** Where a control plane has the policy and the log. */
export const auditPolicyPath = '/etc/kubernetes/audit/policy.yaml';
const auditLogPath = '/var/log/kubernetes/audit.log';

/** Who did what, without contents, and without what the components do all the time. */
export const defaultAuditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi*"]
- level: None
  resources:
  - {group: "", resources: [events]}
  - {group: events.k8s.io, resources: [events]}
  - {group: coordination.k8s.io, resources: [leases]}
- level: None
  userGroups: ["system:nodes", "system:serviceaccounts:kube-system"]
  verbs: [get, list, watch]
- level: None
  users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"]
  verbs: [get, list, watch]
- level: Metadata
`;

const volumes = [
  { name: 'audit-policy', hostPath: auditPolicyPath, mountPath: auditPolicyPath, readOnly: true, pathType: 'File' },
  {
    name: 'audit-log',
    hostPath: posix.dirname(auditLogPath),
    mountPath: posix.dirname(auditLogPath),
    readOnly: false,
    pathType: 'DirectoryOrCreate',
  },
];

/** kubeadm's documents with the API server's audit log; what the user's patches have set of it stays. */
export function withAuditLog(documents: readonly TypedDocument[], audit: AuditSpec | undefined): TypedDocument[] {
  return documents.map((document) =>
    audit && document.kind === 'ClusterConfiguration' ? { ...document, apiServer: logging(document, audit) } : document,
  );
}

function logging({ apiVersion, apiServer }: TypedDocument, audit: AuditSpec): JsonObject {
  const { extraArgs, extraVolumes, ...others } = (apiServer ?? {}) as JsonObject;
  const given = (extraVolumes ?? []) as readonly { name: string }[];
  const added = volumes.filter(({ name }) => !given.some((volume) => volume.name === name));
  return {
    ...others,
    extraArgs: apiVersion.endsWith('/v1beta3')
      ? { ...argumentsOf(audit), ...(extraArgs as JsonObject | undefined) }
      : withArguments((extraArgs ?? []) as readonly { name: string }[], argumentsOf(audit)),
    extraVolumes: [...given, ...added],
  };
}

function withArguments(given: readonly { name: string }[], values: Readonly<Record<string, string>>): object[] {
  const added = Object.entries(values).filter(([name]) => !given.some((argument) => argument.name === name));
  return [...given, ...added.map(([name, value]) => ({ name, value }))];
}

function argumentsOf({ maxAgeDays, maxBackups, maxSizeMB }: AuditSpec): Record<string, string> {
  return {
    'audit-policy-file': auditPolicyPath,
    'audit-log-path': auditLogPath,
    'audit-log-maxage': String(maxAgeDays),
    'audit-log-maxbackup': String(maxBackups),
    'audit-log-maxsize': String(maxSizeMB),
  };
}
