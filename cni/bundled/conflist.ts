/** The CNI configuration of a node whose pods get addresses from `podCidrs`. */
export function conflist(podCidrs: readonly string[]): string {
  const routes = podCidrs.map((cidr) => ({ dst: cidr.includes(':') ? '::/0' : '0.0.0.0/0' }));
  const ipam = {
    type: 'host-local',
    // Addresses are forgotten when the node stops, as its pods' sandboxes are.
    dataDir: '/run/cni-ipam-state',
    routes,
    ranges: podCidrs.map((subnet) => [{ subnet }]),
  };
  const plugins = [
    { type: 'ptp', ipMasq: false, ipam },
    { type: 'portmap', capabilities: { portMappings: true } },
  ];
  return `${JSON.stringify({ cniVersion: '0.4.0', name: 'kind-bundled', plugins }, undefined, 2)}\n`;
}
