import type { Node, NodeConfig, NodeFile } from '../../contracts/index.js';
import { auditPolicyPath, defaultAuditPolicy } from '../../kubernetes/audit-log.js';
import { kubeletLimits } from '../../kubernetes/kubelet-limits.js';
import { type CreateContext, run } from '../create-context.js';

/** Where the kubelet looks for credentials when it has an image pulled. */
const registryCredentialsPath = '/var/lib/kubelet/config.json';

/** Gives a node that has just booted what the config's settings ask for, before anything in it pulls an image. */
export async function applySettings(
  node: Node,
  config: NodeConfig,
  context: CreateContext,
  signal: AbortSignal,
): Promise<void> {
  const certificates = (context.inputs.hostSettings?.caCertificates ?? []).map((content, i) => ({
    path: `/usr/local/share/ca-certificates/kind-${i + 1}.crt`,
    content,
  }));
  const limits = config.resources ? kubeletLimits(config.resources) : [];
  const files = [...certificates, ...limits, ...filesOf(config, context)];
  if (files.length === 0) return;
  await node.writeFiles(files, signal);
  // containerd reads the certificates when it first needs them.
  if (certificates.length > 0) await run(node, ['update-ca-certificates'], signal);
  if (limits.length > 0) await run(node, ['systemctl', 'daemon-reload'], signal);
}

function filesOf({ role }: NodeConfig, { spec, inputs }: CreateContext): NodeFile[] {
  const { auditPolicy = defaultAuditPolicy, registryCredentials } = inputs.hostSettings ?? {};
  return [
    ...(spec.audit && role === 'control-plane' ? [{ path: auditPolicyPath, content: auditPolicy, mode: 0o600 }] : []),
    ...(registryCredentials === undefined
      ? []
      : [{ path: registryCredentialsPath, content: registryCredentials, mode: 0o600 }]),
  ];
}
