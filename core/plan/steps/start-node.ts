import { nodeSpecOf } from '../../cluster/node-spec.js';
import type { Node, NodeConfig } from '../../contracts/index.js';
import { nodeExists, nodeNotReady } from '../../errors/index.js';
import { patchContainerdConfig } from '../../kubernetes/containerd-config.js';
import { type BootedNode, type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
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
    needs: [createNetwork, prepareImages],
    async run(context, signal) {
      const { inputs, images, spec } = context;
      const image = images.value.get(config.name);
      if (!image) throw new Error(`no image was prepared for ${config.name}`);
      const nodeSpec = nodeSpecOf(config, { ...inputs, image: image.reference });
      const node = await inputs.provider.createNode(nodeSpec, signal).catch((error) => {
        isOurs = !nodeExists.is(error);
        throw error;
      });
      const kubernetesVersion = await boot(node, signal);
      await patchContainerd(node, context, signal);
      const addresses = addressesFor(spec.networking.ipFamily, await node.addresses(signal), node.name);
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
    const reason = 'systemd or containerd did not start';
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

function addressesFor(
  family: 'ipv4' | 'ipv6' | 'dual',
  { ipv4, ipv6 }: { readonly ipv4?: string; readonly ipv6?: string },
  name: string,
): BootedNode['addresses'] {
  const wanted = { ipv4: [ipv4], ipv6: [ipv6], dual: [ipv4, ipv6] }[family];
  const found = wanted.filter((address) => address !== undefined);
  if (found.length === wanted.length) return found;
  throw nodeNotReady({ node: name, reason: `the engine gave it no ${family} address`, log: '' });
}
