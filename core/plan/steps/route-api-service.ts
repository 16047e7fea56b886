import { apiServerPort } from '../../cluster/names.js';
import { firstServiceAddress } from '../../kubernetes/pki/index.js';
import { type CreateContext, run } from '../create-context.js';
import type { Step } from '../step.js';
import { hostInUrl } from './start-control-plane.js';

/** Appended, so that kube-proxy's own rules come first. Arguments: iptables or ip6tables, the service, the API server. */
const addRules = `for chain in PREROUTING OUTPUT; do
  "$0" -w -t nat -A "$chain" -d "$1" -p tcp --dport 443 -j DNAT --to-destination "$2" || exit
done`;

/**
 * Makes the API's service address work before kube-proxy does. A pod that starts earlier would fail without it, and Kubernetes
 * tries it again only 10 s later. The rules vanish with the node's network namespace.
 */
export function routeApiService(started: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Route the API’s service address',
    needs: started,
    async run(context, signal) {
      const { kubeProxyMode, serviceSubnet } = context.spec.networking;
      if (kubeProxyMode === 'none') return;
      const service = firstServiceAddress(serviceSubnet.split(',')[0] ?? '');
      const isIPv6 = service.includes(':');
      const { addresses } = context.booted(context.controlPlane);
      const address = addresses.find((candidate) => candidate.includes(':') === isIPv6);
      const tool = isIPv6 ? 'ip6tables' : 'iptables';
      const argv = ['sh', '-c', addRules, tool, service, `${hostInUrl(address ?? '')}:${apiServerPort}`];
      await Promise.all(context.spec.nodes.map((node) => run(context.booted(node).node, argv, signal)));
    },
  };
}
