import { z } from 'zod';
import { choice, count, documentList, flag, port, required, text } from './fields.js';

const mount = z
  .strictObject({
    hostPath: required('a path of the host').meta({
      description: 'The file or folder of the host. A relative path starts at the current folder.',
      examples: ['./data'],
    }),
    containerPath: required('an absolute path in the node').meta({
      description: 'Where it appears in the node; absolute.',
      examples: ['/data'],
    }),
    readOnly: flag('Whether the node may only read it.'),
    selinuxRelabel: flag('Whether the engine relabels the files for SELinux.'),
    propagation: choice(
      ['None', 'HostToContainer', 'Bidirectional'],
      'Whether mounts that are made later below it are passed on: not at all, into the node, or both ways.',
    ),
  })
  .meta({ title: 'Mount' });

const portMapping = z
  .strictObject({
    containerPort: port(1, 'The port in the node.', { examples: [30080] }),
    hostPort: port(-1, 'The port on the host; 0 and -1 take a free one.', { default: 0 }).optional(),
    listenAddress: text('The address of the host on which the port is opened.', {
      defaultText: '`0.0.0.0`, or `::` in an IPv6 cluster',
    }),
    protocol: choice(['TCP', 'UDP', 'SCTP'], 'The protocol; lower case will do.'),
  })
  .meta({ title: 'PortMapping' });

const json6902Patch = z
  .strictObject({
    group: text('The API group of the object to patch; with `version` it must equal the object’s `apiVersion`.'),
    version: text('The API version of the object to patch.'),
    kind: required('the kind of the object to patch').meta({
      description: 'The kind of the object to patch.',
      examples: ['ClusterConfiguration'],
    }),
    patch: required('text (a block that begins with "|")').meta({
      description: 'A YAML or JSON list of RFC 6902 operations, as text.',
    }),
  })
  .meta({ title: 'Json6902Patch' });

/** Patches that a cluster and a node have alike. */
export const kubeadmPatchFields = {
  kubeadmConfigPatches: documentList(
    'Merge patches (RFC 7386) for kubeadm’s configuration, each YAML as text. `kind` names the object to patch; with `apiVersion`, only an object of that version is patched. The cluster’s patches come before the node’s.',
  ),
  kubeadmConfigPatchesJSON6902: z
    .array(json6902Patch)
    .meta({ description: 'JSON patches (RFC 6902) for kubeadm’s configuration, after the merge patches.' })
    .optional(),
};

/** The fields of a node in v1alpha4. */
export const nodeFields = {
  role: choice(['control-plane', 'worker'], 'What the node is for.'),
  image: text('The node image. `--image` overrides it for every node.', {
    defaultText: 'the image for this version of kind-ts',
  }),
  labels: z
    .record(z.string(), z.string())
    .meta({ description: 'Labels of the Kubernetes node.', examples: [{ tier: 'frontend' }] })
    .optional(),
  extraMounts: z
    .array(mount)
    .meta({ description: 'Files and folders of the host that appear in the node.' })
    .optional(),
  extraPortMappings: z.array(portMapping).meta({ description: 'Ports of the node that the host opens.' }).optional(),
  ...kubeadmPatchFields,
};

/** The fields of a node that v1 adds. */
export const v1NodeFields = {
  host: text('The name of the host (see `hosts`) that runs the node. Not supported yet.', {
    defaultText: 'the local machine',
  }),
  arch: choice(['amd64', 'arm64'], 'The architecture of the node. Not supported yet.', {
    defaultText: 'that of the host',
  }),
  resources: z
    .strictObject({
      cpus: count(
        1,
        'a whole number of CPUs',
        'How many CPUs’ worth of time the node may use; whole ones, as Kubernetes counts them.',
        {
          defaultText: 'those of the machine',
          examples: [2],
        },
      ),
      memory: text('How much memory the node may use, as Kubernetes writes it.', {
        defaultText: 'that of the machine',
        examples: ['4Gi'],
      }),
    })
    .meta({ title: 'Resources', description: 'Limits of the node, which Kubernetes sees as its capacity.' })
    .optional(),
};
