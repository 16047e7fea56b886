import { hostInUrl } from '../../cluster/host-in-url.js';
import { apiServerPort } from '../../cluster/names.js';
import type { NodeConfig } from '../../contracts/index.js';
import { firstServiceAddress } from '../../kubernetes/pki/index.js';
import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';

/** Appended, so that kube-proxy's own rules come first. Arguments: iptables or ip6tables, the service, the API server. */
const addRules = `for chain in PREROUTING OUTPUT; do
  "$0" -w -t nat -A "$chain" -d "$1" -p tcp --dport 443 -j DNAT --to-destination "$2" || exit
done`;

/**
 * Makes the API's service address work before kube-proxy does. A pod that starts earlier would fail without it, and Kubernetes
 * tries it again only 10 s later. The rules vanish with the node's network namespace.
 */
export function routeApiService(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Route the API’s service address',
    needs,
    async run(context, signal) {
      const { kubeProxyMode, serviceSubnet } = context.spec.networking;
      if (kubeProxyMode === 'none') return;
      const service = firstServiceAddress(serviceSubnet.split(',')[0] ?? '');
      const isIPv6 = service.includes(':');
      const tool = isIPv6 ? 'ip6tables' : 'iptables';
      const shared = await sharedAddresses(context, signal);
      const route = (config: NodeConfig) => {
        const { node, addresses } = context.booted(config);
        const candidates = config.role === 'control-plane' ? addresses : shared;
        const address = candidates.find((candidate) => candidate.includes(':') === isIPv6);
        const target = `${hostInUrl(address ?? '')}:${apiServerPort}`;
        return run(node, ['sh', '-c', addRules, tool, service, target], signal);
      };
      await Promise.all(context.spec.nodes.map(route));
    },
  };
}

/** Where nodes that have no API server of their own reach one. */
async function sharedAddresses(context: CreateContext, signal: AbortSignal): Promise<readonly string[]> {
  if (!context.loadBalancer.isSet) return context.booted(context.controlPlane).addresses;
  return Object.values(await context.loadBalancer.value.addresses(signal));
}
