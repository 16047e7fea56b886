import { inNode } from '../engine.js';
import { eventually } from '../live.js';
import { type FieldSuite, header } from './field-cluster.js';

/** Neither a pod network nor kube-proxy: what a user wants who installs both. */
export const bare: FieldSuite = {
  title: 'bare',
  config: () => ({ ...header, networking: { disableDefaultCNI: true, kubeProxyMode: 'none' } }),
  args: [],
  tests: [
    {
      fields: ['networking.disableDefaultCNI'],
      sees: 'a node without the default network has no network for pods, and waits for one',
      async look(t, { controlPlane, kubectl }) {
        t.is(await inNode(controlPlane, ['sh', '-c', 'ls /etc/cni/net.d 2>/dev/null || true']), '');
        const reason = '.status.conditions[?(@.type=="Ready")].message';
        const message = () => kubectl(['get', 'node', controlPlane, '--output', `jsonpath={${reason}}`]);
        await eventually(async () => {
          if (!(await message()).includes('cni plugin not initialized')) throw new Error(await message());
        });
        t.pass();
      },
    },
    {
      fields: ['networking.kubeProxyMode'],
      sees: 'a cluster without kube-proxy has no pods of it and no rules for services',
      async look(t, { controlPlane, kubectl }) {
        const sets = await kubectl(['get', 'daemonsets', '--all-namespaces', '--output', 'name']);
        t.false(sets.includes('kube-proxy'), sets);
        t.notRegex(await inNode(controlPlane, ['iptables-save']), /KUBE-SERVICES/);
      },
    },
  ],
};
