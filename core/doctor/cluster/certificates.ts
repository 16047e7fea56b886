import { X509Certificate } from 'node:crypto';
import type { Check, ClusterSubject, Finding, Node } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';

const dayMs = 86_400_000;
const soonDays = 30;

/** Prints every certificate and kubeconfig of a node, each after a line with its path. */
const printAll = `for file in /etc/kubernetes/pki/*.crt /etc/kubernetes/pki/etcd/*.crt /etc/kubernetes/*.conf /var/lib/kubelet/pki/kubelet-client-current.pem; do
  if [ -f "$file" ]; then echo "# $file"; grep -v PRIVATE "$file"; fi
done`;

export interface Expiry {
  /** Node and file. */
  readonly where: string;
  readonly at: Date;
}

export const certificates: Check<ClusterSubject> = {
  code: 'CLUSTER_CERTIFICATES',
  title: 'certificates',
  async run({ nodes }, signal) {
    const running = nodes.filter(({ running, role }) => running && role !== 'external-load-balancer');
    if (running.length === 0) throw new Error('no node runs');
    const expiries = await Promise.all(running.map((node) => readExpiries(node, signal)));
    return judgeExpiries(expiries.flat(), new Date());
  },
};

async function readExpiries(node: Node, signal: AbortSignal): Promise<Expiry[]> {
  const { stdout } = await node.exec(['sh', '-c', printAll], { signal });
  return parseCertificates(stdout).map(({ where, at }) => ({ where: `${node.name}:${where}`, at }));
}

/** `text` is PEM files and kubeconfigs, each after a line of `# ` and its path. */
export function parseCertificates(text: string): Expiry[] {
  return text.split(/^# /m).flatMap((section) => {
    const where = section.slice(0, section.indexOf('\n'));
    const embedded = [...section.matchAll(/client-certificate-data: (\S+)/g)].map(([, data = '']) =>
      Buffer.from(data, 'base64').toString(),
    );
    const pems = [section, ...embedded].flatMap(
      (pem) => pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [],
    );
    return pems.map((pem) => ({ where, at: new Date(new X509Certificate(pem).validTo) }));
  });
}

export function judgeExpiries(expiries: readonly Expiry[], now: Date): Finding {
  const sorted = [...expiries].sort((a, b) => a.at.getTime() - b.at.getTime());
  const [first] = sorted;
  if (first === undefined) throw new Error('the nodes have no certificates');
  const days = ({ at }: Expiry) => Math.floor((at.getTime() - now.getTime()) / dayMs);
  if (days(first) >= soonDays) return ok(`${sorted.length} are valid for ${days(first)} days or more`);
  const soon = sorted.filter((expiry) => days(expiry) < soonDays);
  const trouble = {
    found: soon
      .map(
        (expiry) =>
          `${expiry.where} ${days(expiry) < 0 ? 'expired' : 'expires'} on ${expiry.at.toISOString().slice(0, 10)}`,
      )
      .join('; '),
    why: 'A part whose certificate has expired is refused by all others.',
    cure: 'In each control plane: docker exec NODE kubeadm certs renew all, then docker restart NODE; or create the cluster anew.',
  };
  return days(first) < 0 ? failed(trouble) : warning(trouble);
}
