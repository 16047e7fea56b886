import { nodeSpecOf } from '../../cluster/node-spec.js';
import type { Networking, Node, NodeAddresses, NodeConfig } from '../../contracts/index.js';
import { describeEnd } from '../../doctor/node-end.js';
import { kernelLacks, nodeExists, nodeNotReady } from '../../errors/index.js';
import { patchContainerdConfig } from '../../kubernetes/containerd-config.js';
import { ipv6NameServer } from '../../kubernetes/ipv6-name-server.js';
import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
import { applySettings } from './apply-settings.js';
import { checkHost } from './check-host.js';
import { createNetwork } from './create-network.js';
import { prepareImages } from './prepare-images.js';

/** Waits for systemd and containerd, which is all that kubeadm needs of a node; prints the version of Kubernetes. */
const waitForBoot = `for _ in $(seq 600); do
  if [ -S /run/containerd/containerd.sock ] && systemctl is-active --quiet containerd dbus; then exec cat /kind/version; fi
  sleep 0.1
done
systemctl list-units --failed --no-legend --plain
systemctl list-jobs --no-legend
exit 1`;

const containerdConfigPath = '/etc/containerd/config.toml';

export function startNode(config: NodeConfig): Step<CreateContext> {
  let isOurs = true;
  return {
    title: `Start node ${config.name}`,
    needs: [checkHost, createNetwork, prepareImages],
    async run(context, signal) {
      const { inputs, images, spec } = context;
      const image = images.value.get(config.name);
      if (!image) throw new Error(`no image was prepared for ${config.name}`);
      const nodeEnv = inputs.nodeEnv(context.subnets.value);
      const nodeSpec = nodeSpecOf(config, { ...inputs, image: image.reference, nodeEnv });
      const node = await inputs.provider.createNode(nodeSpec, signal).catch((error) => {
        isOurs = !nodeExists.is(error);
        throw error;
      });
      const kubernetesVersion = await boot(node, signal);
      await checkKernel(node, spec.networking, signal);
      await applySettings(node, config, context, signal);
      await patchContainerd(node, context, signal);
      if (spec.networking.ipFamily === 'ipv6') await serveNamesOverIpv6(node, signal);
      const addresses = addressesFor(spec.networking, await node.addresses(signal), node.name);
      context.addBooted({ config, node, addresses, kubernetesVersion, arch: image.arch });
    },
    // A node of that name may be somebody else's, made at the same moment.
    undo: async ({ inputs }, signal) => (isOurs ? inputs.provider.removeNode(config, signal) : undefined),
  };
}

async function boot(node: Node, signal: AbortSignal): Promise<string> {
  try {
    return (await run(node, ['sh', '-c', waitForBoot], signal)).trim();
  } catch (cause) {
    signal.throwIfAborted();
    const log = await node.log(signal).catch(() => '');
    const end = await node.findEnd?.(signal).catch(() => undefined);
    const reason = end ? describeEnd(end) : 'systemd or containerd did not start';
    throw nodeNotReady({ node: node.name, reason, log: log.split('\n').slice(-20).join('\n') }, { cause });
  }
}

async function patchContainerd(node: Node, { spec }: CreateContext, signal: AbortSignal): Promise<void> {
  const { containerdConfigPatches, containerdConfigPatchesJSON6902 } = spec;
  if (containerdConfigPatches.length + containerdConfigPatchesJSON6902.length === 0) return;
  const current = await run(node, ['cat', containerdConfigPath], signal);
  const content = patchContainerdConfig(current, containerdConfigPatches, containerdConfigPatchesJSON6902);
  await node.writeFiles([{ path: containerdConfigPath, content }], signal);
  await run(node, ['systemctl', 'restart', 'containerd'], signal);
}

/** Fails while nothing but the node has been made: kube-proxy would say it only in its log. */
async function checkKernel(node: Node, { kubeProxyMode }: Networking, signal: AbortSignal): Promise<void> {
  if (kubeProxyMode !== 'ipvs') return;
  const hasIpvs = 'test -e /proc/net/ip_vs || { modprobe ip_vs && test -e /proc/net/ip_vs; }';
  const { exitCode } = await node.exec(['sh', '-c', hasIpvs], { signal });
  if (exitCode !== 0) throw kernelLacks({ node: node.name, feature: 'IPVS', wantedBy: 'kubeProxyMode ipvs' });
}

async function serveNamesOverIpv6(node: Node, signal: AbortSignal): Promise<void> {
  await node.writeFiles(ipv6NameServer.files, signal);
  await run(node, ipv6NameServer.activate, signal);
}

/** In a dual-stack cluster, the family of the services comes first: the API server's address must be of it. */
function addressesFor({ ipFamily, serviceSubnet }: Networking, found: NodeAddresses, name: string): string[] {
  const both = [found.ipv4, found.ipv6];
  const dual = serviceSubnet.split(',')[0]?.includes(':') ? both.reverse() : both;
  const wanted = { ipv4: [found.ipv4], ipv6: [found.ipv6], dual }[ipFamily];
  const addresses = wanted.filter((address) => address !== undefined);
  if (addresses.length === wanted.length) return addresses;
  const missing = found.ipv6 === undefined ? 'IPv6' : 'IPv4';
  throw nodeNotReady({ node: name, reason: `the engine gave it no ${missing} address`, log: '' });
}
