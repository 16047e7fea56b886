import { z } from 'zod';
import { choice, count, documentList, flag, port, required, text, textList } from './fields.js';
import { kubeadmPatchFields, nodeFields, v1NodeFields } from './shape-node.js';
import { expectation } from './wording.js';

const networking = z
  .strictObject({
    ipFamily: choice(
      ['ipv4', 'ipv6', 'dual'],
      'The address families of pods and services. With `dual`, services prefer the family of the first `serviceSubnet`.',
    ),
    apiServerPort: port(-1, 'The port of the host on which the API server answers; 0 and -1 take a free one.', {
      default: 0,
    }).optional(),
    apiServerAddress: text('The address of the host on which the API server answers.', {
      defaultText: '`127.0.0.1`, or `::1` in an IPv6 cluster',
    }),
    podSubnet: text('The range of the pods’ addresses (CIDR); two joined by a comma for `dual`.', {
      defaultText: '`10.244.0.0/16`; `fd00:10:244::/56` for `ipv6`; both for `dual`',
    }),
    serviceSubnet: text('The range of the services’ addresses (CIDR); two joined by a comma for `dual`.', {
      defaultText: '`10.96.0.0/16`; `fd00:10:96::/112` for `ipv6`; both for `dual`',
    }),
    disableDefaultCNI: flag('Whether to leave out the pod network, for one that you install yourself.'),
    kubeProxyMode: choice(
      ['iptables', 'ipvs', 'nftables', 'none'],
      'How kube-proxy works; `none` leaves kube-proxy out. `ipvs` needs a kernel that has it.',
    ),
    dnsSearch: textList('The DNS search domains of the nodes; an empty list for none.', {
      defaultText: 'those of the host',
    }),
  })
  .meta({ title: 'Networking', description: 'The cluster’s network.' })
  .optional();

const clusterFields = {
  kind: z.literal('Cluster').meta({ description: 'Always `Cluster`.' }),
  name: text('The name of the cluster. `--name` and `KIND_CLUSTER_NAME` override it.', { default: 'kind' }),
  networking,
  featureGates: z
    .record(z.string(), z.boolean())
    .meta({ description: 'Feature gates of every Kubernetes component.', examples: [{ ImageVolume: true }] })
    .optional(),
  runtimeConfig: z
    .record(z.string(), z.string())
    .meta({ description: 'The API server’s `--runtime-config`.', examples: [{ 'api/alpha': 'true' }] })
    .optional(),
  ...kubeadmPatchFields,
  containerdConfigPatches: documentList(
    'Merge patches for containerd’s configuration on every node, each TOML as text. A patch with a `version` applies only to a configuration of that version.',
  ),
  containerdConfigPatchesJSON6902: documentList(
    'JSON patches (RFC 6902) for containerd’s configuration on every node, each a YAML or JSON list as text.',
  ),
};

const nodeList = 'The nodes, in order: names count up within each role.';
const oneControlPlane = { description: nodeList, defaultText: 'one control plane' };

/** `kind.x-k8s.io/v1alpha4`, as upstream documents it. */
export const v1alpha4 = z
  .strictObject({
    apiVersion: z.literal('kind.x-k8s.io/v1alpha4').meta({ description: 'The version of this format.' }),
    ...clusterFields,
    nodes: z
      .array(z.strictObject(nodeFields).meta({ title: 'Node' }))
      .meta(oneControlPlane)
      .optional(),
  })
  .meta({ title: 'Cluster' });

const pluginByName = {
  name: text('The name of the plugin.', { examples: ['local-path'] }),
  options: z.record(z.string(), z.unknown()).meta({ description: 'What the plugin lets one choose.' }).optional(),
};

const named = z.strictObject(pluginByName).meta({ title: 'PluginByName' });

const namedOrManifest = z
  .strictObject({
    ...pluginByName,
    manifest: text('A file of Kubernetes objects to apply instead. A relative path starts at the current folder.'),
  })
  .meta({ title: 'PluginOrManifest' });

const chosen = (expected: string) => ({
  error: ({ input }: { input?: unknown }) => expectation(expected, input),
});

const plugin = (description: string, fallback: { default: string } | { defaultText: string }) =>
  z
    .union([z.string(), named], chosen('a name or {name, options}'))
    .meta({ ...fallback, description })
    .optional();

const pluginOrManifest = (description: string, fallback: { default: string }) =>
  z
    .union([z.string(), namedOrManifest], chosen('a name, {name, options} or {manifest}'))
    .meta({ ...fallback, description })
    .optional();

const host = z
  .strictObject({
    name: required('a name').meta({ description: 'The name by which nodes refer to the host.' }),
    url: required('a URL').meta({ description: 'How to reach the host.', examples: ['ssh://builder@farm-1:22'] }),
    provider: plugin('The engine on that host.', { defaultText: 'the one of the cluster' }),
    identityFile: text('The private key for SSH.', { defaultText: 'as OpenSSH chooses' }),
  })
  .meta({ title: 'Host' });

const audit = z
  .union(
    [
      z.boolean(),
      z
        .strictObject({
          policy: text('A file with a policy of `audit.k8s.io/v1`. A relative path starts at the current folder.', {
            defaultText: 'a policy that logs who did what, without contents and without routine',
          }),
          maxAgeDays: count(0, 'a number of days', 'For how many days old files are kept; 0 for any time.', {
            default: 0,
          }),
          maxBackups: count(0, 'a number of files', 'How many old files are kept; 0 for all.', { default: 2 }),
          maxSizeMB: count(1, 'a number of megabytes', 'The size at which a new file is begun.', { default: 100 }),
        })
        .meta({ title: 'Audit' }),
    ],
    chosen('true, false or a mapping'),
  )
  .meta({
    description: 'The API server’s audit log, `/var/log/kubernetes/audit.log` in the control planes.',
    default: false,
  })
  .optional();

const registryCredentials = z
  .union(
    [
      z.boolean(),
      z
        .strictObject({
          registries: textList('The registries whose credentials the nodes get.', {
            defaultText: 'all that are found',
            examples: [['registry.example.com']],
          }),
          file: text('The `config.json` or `auth.json` to read. A relative path starts at the current folder.', {
            defaultText: 'docker’s, then podman’s',
          }),
          credentialHelpers: flag('Whether the credential helpers that the file names are asked too.'),
        })
        .meta({ title: 'RegistryCredentials' }),
    ],
    chosen('true, false or a mapping'),
  )
  .meta({
    description:
      'The credentials with which docker or podman on this machine log in to registries, for the images of pods.',
    default: false,
  })
  .optional();

/** `kind-ts.dev/v1`: v1alpha4 and what kind-ts adds. */
export const v1 = z
  .strictObject({
    apiVersion: z.literal('kind-ts.dev/v1').meta({
      description: 'The version of this format; `kind.x-k8s.io/v1alpha4` leaves out what is marked *v1*.',
    }),
    ...clusterFields,
    nodes: z
      .array(z.strictObject({ ...nodeFields, ...v1NodeFields }).meta({ title: 'Node' }))
      .meta(oneControlPlane)
      .optional(),
    provider: plugin('The engine that runs the nodes. `--provider` and `KIND_PROVIDER` override it.', {
      defaultText: 'the first engine that answers',
    }),
    cni: pluginOrManifest('What makes pods reach each other.', { default: 'bundled' }),
    storage: pluginOrManifest('What makes persistent volume claims bind.', { default: 'local-path' }),
    imageLoader: plugin('What brings images into the nodes.', { default: 'delta' }),
    audit,
    caCertificates: textList(
      'PEM files with certificates of authorities that the nodes trust, when they pull images for example. Relative paths start at the current folder.',
      { examples: [['./company-ca.pem']] },
    ),
    registryCredentials,
    plugins: textList('Packages or files that add plugins. Not supported yet.'),
    hosts: z.array(host).meta({ description: 'Other machines that run nodes. Not supported yet.' }).optional(),
  })
  .meta({ title: 'Cluster' });

/** A config of either version as the shape leaves it: no default filled in. */
export type ConfigShape = Omit<z.output<typeof v1>, 'apiVersion'> & { readonly apiVersion: string };
export type NodeShape = NonNullable<ConfigShape['nodes']>[number];
export type NetworkingShape = NonNullable<ConfigShape['networking']>;

export type Shape = typeof v1alpha4 | typeof v1;

/** The shapes by `apiVersion`. */
export const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['kind.x-k8s.io/v1alpha4', v1alpha4],
  ['kind-ts.dev/v1', v1],
]);
