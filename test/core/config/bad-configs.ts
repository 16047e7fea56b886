/** A config that must be refused. */
export interface BadConfig {
  readonly title: string;
  readonly yaml: string;
  /** Every problem, in order: line, column, path and text, as they follow the name of the file. */
  readonly problems: readonly string[];
}

const v1alpha4 = (rest: string) => `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n${rest}`;
const v1 = (rest: string) => `kind: Cluster\napiVersion: kind-ts.dev/v1\n${rest}`;

/** The two lines of `kind` and `apiVersion` come first, so what is written here begins at line 3. */
export const badConfigs: readonly BadConfig[] = [
  {
    title: 'an empty file',
    yaml: ``,
    problems: ['1:1: expected a mapping with apiVersion and kind, found nothing'],
  },
  {
    title: 'a file of comments',
    yaml: `# nothing here
`,
    problems: ['1:1: expected a mapping with apiVersion and kind, found nothing'],
  },
  {
    title: 'a list instead of a mapping',
    yaml: `- role: worker
`,
    problems: ['1:1: expected a mapping with apiVersion and kind, found a list'],
  },
  {
    title: 'a word instead of a mapping',
    yaml: `cluster
`,
    problems: ['1:1: expected a mapping with apiVersion and kind, found "cluster"'],
  },
  {
    title: 'no apiVersion',
    yaml: `kind: Cluster
nodes: []
`,
    problems: ['1:1: apiVersion: expected kind.x-k8s.io/v1alpha4 or kind-ts.dev/v1, found nothing'],
  },
  {
    title: 'no kind',
    yaml: `apiVersion: kind-ts.dev/v1
`,
    problems: ['1:1: kind: expected Cluster, found nothing'],
  },
  {
    title: 'a misspelt apiVersion',
    yaml: `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha5
`,
    problems: [
      '2:13: apiVersion: expected kind.x-k8s.io/v1alpha4 or kind-ts.dev/v1, found "kind.x-k8s.io/v1alpha5"; did you mean "kind.x-k8s.io/v1alpha4"?',
    ],
  },
  {
    title: 'an apiVersion of another tool',
    yaml: `kind: Cluster
apiVersion: k3d.io/v1alpha5
`,
    problems: ['2:13: apiVersion: expected kind.x-k8s.io/v1alpha4 or kind-ts.dev/v1, found "k3d.io/v1alpha5"'],
  },
  {
    title: 'another kind',
    yaml: `kind: cluster
apiVersion: kind-ts.dev/v1
`,
    problems: ['1:7: kind: expected Cluster, found "cluster"; did you mean "Cluster"?'],
  },
  {
    title: 'a tab as indentation',
    yaml: v1alpha4(`nodes:
\t- role: worker
`),
    problems: ['4:1: expected spaces as indentation, found a tab'],
  },
  {
    title: 'a quote that is not closed',
    yaml: v1alpha4(`name: "one
`),
    problems: ['4:1: expected YAML, found a fault: missing closing "'],
  },
  {
    title: 'wrong indentation',
    yaml: v1alpha4(`nodes:
- role: control-plane
  image: x
 - role: worker
`),
    problems: ['6:2: expected YAML, found a fault: All sequence items must start at the same column'],
  },
  {
    title: 'a bracket that is not closed',
    yaml: v1alpha4(`nodes: [{role: control-plane}
`),
    problems: [
      '4:1: expected YAML, found a fault: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  },
  {
    title: 'a field given twice',
    yaml: v1alpha4(`nodes:
- role: control-plane
  image: a
  image: b
`),
    problems: ['6:3: expected the field image once, found it again'],
  },
  {
    title: 'two documents',
    yaml: `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
name: a
---
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
name: b
`,
    problems: ['5:1: expected one document, found another one'],
  },
  {
    title: 'an alias without an anchor',
    yaml: v1alpha4(`nodes:
- *worker
`),
    problems: ['4:3: expected an anchor &worker before this alias, found none'],
  },
  {
    title: 'a tag',
    yaml: v1alpha4(`name: !secret a
`),
    problems: ['3:7: expected no tags, found !secret'],
  },
  {
    title: 'an unknown field at the top',
    yaml: v1alpha4(`nodez:
- role: control-plane
`),
    problems: ['3:1: nodez: expected a known field, found the unknown nodez; did you mean "nodes"?'],
  },
  {
    title: 'an unknown field without a near name',
    yaml: v1alpha4(`machines: 3
`),
    problems: [
      '3:1: machines: expected apiVersion, kind, name, networking, featureGates, runtimeConfig, kubeadmConfigPatches, kubeadmConfigPatchesJSON6902, containerdConfigPatches, containerdConfigPatchesJSON6902 or nodes, found the unknown machines',
    ],
  },
  {
    title: 'a field of v1 in v1alpha4',
    yaml: v1alpha4(`provider: podman
nodes:
- arch: arm64
`),
    problems: [
      '3:1: provider: expected a field of kind.x-k8s.io/v1alpha4, found the unknown provider; kind-ts.dev/v1 has it',
      '5:3: nodes[0].arch: expected a field of kind.x-k8s.io/v1alpha4, found the unknown arch; kind-ts.dev/v1 has it',
    ],
  },
  {
    title: 'a misspelt field whose value is wrong too',
    yaml: v1alpha4(`networkin:
  ipFamliy: ipv5
`),
    problems: [
      '3:1: networkin: expected a known field, found the unknown networkin; did you mean "networking"?',
      '4:3: networking.ipFamliy: expected a known field, found the unknown ipFamliy; did you mean "ipFamily"?',
      '4:13: networking.ipFamily: expected ipv4, ipv6 or dual, found "ipv5"; did you mean "ipv4"?',
    ],
  },
  {
    title: 'a misspelt role',
    yaml: v1alpha4(`nodes:
- role: control-plane
- role: wroker
`),
    problems: ['5:9: nodes[1].role: expected control-plane or worker, found "wroker"; did you mean "worker"?'],
  },
  {
    title: 'a role of another letter case',
    yaml: v1alpha4(`nodes:
- role: Control-Plane
`),
    problems: [
      '4:9: nodes[0].role: expected control-plane or worker, found "Control-Plane"; did you mean "control-plane"?',
    ],
  },
  {
    title: 'nodes as a mapping',
    yaml: v1alpha4(`nodes:
  role: worker
`),
    problems: ['4:3: nodes: expected a list, found a mapping'],
  },
  {
    title: 'a node that is a word',
    yaml: v1alpha4(`nodes:
- role: control-plane
- worker
`),
    problems: ['5:3: nodes[1]: expected a mapping, found "worker"'],
  },
  {
    title: 'no control plane',
    yaml: v1alpha4(`nodes:
- role: worker
- role: worker
`),
    problems: ['3:1: nodes: expected at least one node with the role control-plane, found none'],
  },
  {
    title: 'an IPv6 cluster with an IPv4 range and too small a range for its nodes',
    yaml: v1alpha4(`networking:
  ipFamily: ipv6
  podSubnet: fd00:1::/64
  serviceSubnet: 10.96.0.0/16
nodes: [{role: control-plane}, {role: worker}]
`),
    problems: [
      '5:14: networking.podSubnet: expected a prefix length from /48 to /63, which gives each of 2 nodes a /64, found "fd00:1::/64"',
      '6:18: networking.serviceSubnet: expected one IPv6 range in CIDR notation, such as fd00:10:244::/56, found "10.96.0.0/16"',
    ],
  },
  {
    title: 'a dual-stack cluster whose second pod range is too small for its nodes',
    yaml: v1alpha4(`networking:
  ipFamily: dual
  podSubnet: 10.1.0.0/16,fd00:1::/63
nodes: [{role: control-plane}, {role: worker}, {role: worker}]
`),
    problems: [
      '5:14: networking.podSubnet: expected a prefix length from /48 to /62, which gives each of 3 nodes a /64, found "fd00:1::/63"',
    ],
  },
  {
    title: 'a dual-stack cluster with bad ranges',
    yaml: v1alpha4(`networking:
  ipFamily: dual
  podSubnet: 10.1.0.0/16,10.2.0.0/16
`),
    problems: [
      '5:14: networking.podSubnet: expected one range in CIDR notation, or one of each family joined by a comma, found "10.1.0.0/16,10.2.0.0/16"',
    ],
  },
  {
    title: 'an unknown IP family',
    yaml: v1alpha4(`networking: {ipFamily: ipv5}
`),
    problems: ['3:24: networking.ipFamily: expected ipv4, ipv6 or dual, found "ipv5"; did you mean "ipv4"?'],
  },
  {
    title: 'a pod range without a prefix length',
    yaml: v1alpha4(`networking:
  podSubnet: 10.1.0.0
`),
    problems: [
      '4:14: networking.podSubnet: expected one IPv4 range in CIDR notation, such as 10.244.0.0/16, found "10.1.0.0"',
    ],
  },
  {
    title: 'an IPv6 range in an IPv4 cluster',
    yaml: v1alpha4(`networking:
  serviceSubnet: fd00::/112
`),
    problems: [
      '4:18: networking.serviceSubnet: expected one IPv4 range in CIDR notation, such as 10.244.0.0/16, found "fd00::/112"',
    ],
  },
  {
    title: 'two ranges in an IPv4 cluster',
    yaml: v1alpha4(`networking:
  podSubnet: "10.1.0.0/16,10.2.0.0/16"
`),
    problems: [
      '4:14: networking.podSubnet: expected one IPv4 range in CIDR notation, such as 10.244.0.0/16, found "10.1.0.0/16,10.2.0.0/16"',
    ],
  },
  {
    title: 'ranges that overlap',
    yaml: v1alpha4(`networking:
  podSubnet: 10.0.0.0/8
  serviceSubnet: 10.1.0.0/16
`),
    problems: [
      '5:18: networking.serviceSubnet: expected a range apart from the pods\' 10.0.0.0/8, found "10.1.0.0/16"',
    ],
  },
  {
    title: 'a pod range that overlaps the default service range',
    yaml: v1alpha4(`networking:
  podSubnet: 10.96.128.0/17
`),
    problems: [
      '4:14: networking.podSubnet: expected a range apart from the services\' 10.96.0.0/16, found "10.96.128.0/17"',
    ],
  },
  {
    title: 'a service range that is too wide',
    yaml: v1alpha4(`networking:
  serviceSubnet: 172.0.0.0/8
`),
    problems: [
      '4:18: networking.serviceSubnet: expected a prefix length from /12 to /28 for services, found "172.0.0.0/8"',
    ],
  },
  {
    title: 'a pod range too small for the nodes',
    yaml: v1alpha4(`networking:
  podSubnet: 10.1.0.0/24
nodes:
- role: control-plane
- role: worker
`),
    problems: [
      '4:14: networking.podSubnet: expected a prefix length from /8 to /23, which gives each of 2 nodes a /24, found "10.1.0.0/24"',
    ],
  },
  {
    title: 'an unknown kube-proxy mode',
    yaml: v1alpha4(`networking:
  kubeProxyMode: iptabels
`),
    problems: [
      '4:18: networking.kubeProxyMode: expected iptables, ipvs, nftables or none, found "iptabels"; did you mean "iptables"?',
    ],
  },
  {
    title: 'an API server address that is a name',
    yaml: v1alpha4(`networking:
  apiServerAddress: localhost
`),
    problems: ['4:21: networking.apiServerAddress: expected an IP address, found "localhost"'],
  },
  {
    title: 'an API server port that is too large',
    yaml: v1alpha4(`networking:
  apiServerPort: 66443
`),
    problems: ['4:18: networking.apiServerPort: expected a port number from -1 to 65535, found 66443'],
  },
  {
    title: 'a port in quotes',
    yaml: v1alpha4(`networking:
  apiServerPort: "6443"
`),
    problems: ['4:18: networking.apiServerPort: expected a port number from -1 to 65535, found "6443"'],
  },
  {
    title: 'a boolean in quotes',
    yaml: v1alpha4(`networking:
  disableDefaultCNI: "true"
`),
    problems: ['4:22: networking.disableDefaultCNI: expected true or false, found "true"'],
  },
  {
    title: 'search domains that are not a list',
    yaml: v1alpha4(`networking:
  dnsSearch: example.com
`),
    problems: ['4:14: networking.dnsSearch: expected a list, found "example.com"'],
  },
  {
    title: 'a feature gate that is not a boolean',
    yaml: v1alpha4(`featureGates:
  ImageVolume: enabled
`),
    problems: ['4:16: featureGates.ImageVolume: expected true or false, found "enabled"'],
  },
  {
    title: 'a runtime config that the API server cannot read',
    yaml: v1alpha4(`runtimeConfig:
  api/alpha: enabled
`),
    problems: ['4:14: runtimeConfig["api/alpha"]: expected "true" or "false", found "enabled"'],
  },
  {
    title: 'a name in upper case',
    yaml: v1alpha4(`name: Dev
`),
    problems: ['3:7: name: expected a name of lower-case letters, digits, "-" and ".", found "Dev"'],
  },
  {
    title: 'a name that ends with a dot',
    yaml: v1alpha4(`name: dev.
`),
    problems: [
      '3:7: name: expected a name whose parts between dots begin and end with a letter or digit, found "dev."',
    ],
  },
  {
    title: 'a name that is too long',
    yaml: v1alpha4(`name: abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij
`),
    problems: [
      '3:7: name: expected a name of at most 49 characters, which leaves room for -control-plane, found 50: "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"',
    ],
  },
  {
    title: 'a container port that is missing',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - hostPort: 80
`),
    problems: [
      '5:5: nodes[0].extraPortMappings[0].containerPort: expected a port number from 1 to 65535, found nothing',
    ],
  },
  {
    title: 'ports out of range',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - containerPort: 0
    hostPort: 65536
`),
    problems: [
      '5:20: nodes[0].extraPortMappings[0].containerPort: expected a port number from 1 to 65535, found 0',
      '6:15: nodes[0].extraPortMappings[0].hostPort: expected a port number from -1 to 65535, found 65536',
    ],
  },
  {
    title: 'a port with a fraction',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - containerPort: 80.5
`),
    problems: ['5:20: nodes[0].extraPortMappings[0].containerPort: expected a port number from 1 to 65535, found 80.5'],
  },
  {
    title: 'an unknown protocol',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - containerPort: 80
    protocol: tpc
`),
    problems: [
      '6:15: nodes[0].extraPortMappings[0].protocol: expected TCP, UDP or SCTP, found "tpc"; did you mean "TCP"?',
    ],
  },
  {
    title: 'a listen address that is a name',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - containerPort: 80
    listenAddress: localhost
`),
    problems: ['6:20: nodes[0].extraPortMappings[0].listenAddress: expected an IP address, found "localhost"'],
  },
  {
    title: 'the same host port twice in a node',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - {containerPort: 80, hostPort: 8080}
  - {containerPort: 81, hostPort: 8080, listenAddress: 127.0.0.1}
`),
    problems: [
      '6:35: nodes[0].extraPortMappings[1].hostPort: expected a port that nothing else in this config opens, found 8080/TCP, which nodes[0].extraPortMappings[0] opens',
    ],
  },
  {
    title: 'the same host port in two nodes',
    yaml: v1alpha4(`nodes:
- extraPortMappings:
  - containerPort: 80
    hostPort: 8080
- role: worker
  extraPortMappings:
  - containerPort: 80
    hostPort: 8080
`),
    problems: [
      '10:15: nodes[1].extraPortMappings[0].hostPort: expected a port that nothing else in this config opens, found 8080/TCP, which nodes[0].extraPortMappings[0] opens',
    ],
  },
  {
    title: "the API server's port once more",
    yaml: v1alpha4(`networking:
  apiServerPort: 6443
nodes:
- extraPortMappings:
  - containerPort: 80
    hostPort: 6443
`),
    problems: [
      '8:15: nodes[0].extraPortMappings[0].hostPort: expected a port that nothing else in this config opens, found 6443/TCP, which networking.apiServerPort opens',
    ],
  },
  {
    title: 'a mount without paths',
    yaml: v1alpha4(`nodes:
- extraMounts:
  - readOnly: true
`),
    problems: [
      '5:5: nodes[0].extraMounts[0].hostPath: expected a path of the host, found nothing',
      '5:5: nodes[0].extraMounts[0].containerPath: expected an absolute path in the node, found nothing',
    ],
  },
  {
    title: 'a mount with a relative container path',
    yaml: v1alpha4(`nodes:
- extraMounts:
  - hostPath: ./data
    containerPath: data
`),
    problems: [
      '6:20: nodes[0].extraMounts[0].containerPath: expected an absolute path in the node, below / and without ":", found "data"',
    ],
  },
  {
    title: 'two mounts at the same place',
    yaml: v1alpha4(`nodes:
- extraMounts:
  - {hostPath: a, containerPath: /data}
  - {hostPath: b, containerPath: /data/}
`),
    problems: [
      '6:34: nodes[0].extraMounts[1].containerPath: expected a path that no other mount of the node uses, found "/data/", as in extraMounts[0]',
    ],
  },
  {
    title: 'an unknown propagation',
    yaml: v1alpha4(`nodes:
- extraMounts:
  - hostPath: /a
    containerPath: /a
    propagation: Bidirectionl
`),
    problems: [
      '7:18: nodes[0].extraMounts[0].propagation: expected None, HostToContainer or Bidirectional, found "Bidirectionl"; did you mean "Bidirectional"?',
    ],
  },
  {
    title: 'a misspelt field of a mount',
    yaml: v1alpha4(`nodes:
- extraMounts:
  - hostPath: /a
    containerPath: /a
    readonly: true
`),
    problems: [
      '7:5: nodes[0].extraMounts[0].readonly: expected a known field, found the unknown readonly; did you mean "readOnly"?',
    ],
  },
  {
    title: 'bad labels',
    yaml: v1alpha4(`nodes:
- labels:
    -tier: frontend
    Example.com/tier: frontend
    zone: not a zone
`),
    problems: [
      '5:5: nodes[0].labels["-tier"]: expected a label key of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, found "-tier"',
      '6:5: nodes[0].labels["Example.com/tier"]: expected a label key whose part before "/" is a domain, found "Example.com/tier"',
      '7:11: nodes[0].labels.zone: expected a label value of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, found "not a zone"',
    ],
  },
  {
    title: 'an image with a space',
    yaml: v1alpha4(`nodes:
- image: kindest/node v1.34
`),
    problems: ['4:10: nodes[0].image: expected an image reference, found "kindest/node v1.34"'],
  },
  {
    title: 'patches that choose keys that kubeadm cannot have',
    yaml: v1alpha4(`kubeadmConfigPatches:
- |
  kind: ClusterConfiguration
  encryptionAlgorithm: RSA-2408
kubeadmConfigPatchesJSON6902:
- kind: ClusterConfiguration
  patch: |
    - {op: add, path: /encryptionAlgorithm, value: ED25519}
`),
    problems: [
      '6:24: kubeadmConfigPatches[0]: expected ECDSA-P256, ECDSA-P384, RSA-2048, RSA-3072 or RSA-4096, found "RSA-2408"; did you mean "RSA-2048"?',
      '10:52: kubeadmConfigPatchesJSON6902[0].patch: expected ECDSA-P256, ECDSA-P384, RSA-2048, RSA-3072 or RSA-4096, found "ED25519"',
    ],
  },
  {
    title: 'a kubeadm patch as a mapping',
    yaml: v1alpha4(`kubeadmConfigPatches:
- kind: ClusterConfiguration
`),
    problems: ['4:3: kubeadmConfigPatches[0]: expected text (a block that begins with "|"), found a mapping'],
  },
  {
    title: 'a kubeadm patch without a kind',
    yaml: v1alpha4(`kubeadmConfigPatches:
- |
  apiServer:
    certSANs: [a]
`),
    problems: [
      '5:3: kubeadmConfigPatches[0]: expected the kind ClusterConfiguration, InitConfiguration, JoinConfiguration, KubeletConfiguration or KubeProxyConfiguration, found nothing',
    ],
  },
  {
    title: 'a kubeadm patch of a misspelt kind',
    yaml: v1alpha4(`nodes:
- kubeadmConfigPatches:
  - |
    # join
    kind: JoinConfigration
    nodeRegistration: {}
`),
    problems: [
      '7:11: nodes[0].kubeadmConfigPatches[0]: expected the kind ClusterConfiguration, InitConfiguration, JoinConfiguration, KubeletConfiguration or KubeProxyConfiguration, found "JoinConfigration"; did you mean "JoinConfiguration"?',
    ],
  },
  {
    title: 'a kubeadm patch that is not YAML',
    yaml: v1alpha4(`kubeadmConfigPatches:
- |
  kind: ClusterConfiguration
  apiServer: {
`),
    problems: [
      '7:1: kubeadmConfigPatches[0]: expected YAML, found a fault: Flow map in block collection must be sufficiently indented and end with a }',
    ],
  },
  {
    title: 'a kubeadm patch that is a list',
    yaml: v1alpha4(`kubeadmConfigPatches:
- "- kind: ClusterConfiguration"
`),
    problems: ['4:3: kubeadmConfigPatches[0]: expected a YAML mapping with a kind, found a list'],
  },
  {
    title: 'a JSON patch with bad operations',
    yaml: v1alpha4(`kubeadmConfigPatchesJSON6902:
- kind: ClusterConfiguration
  patch: |
    - op: ad
      path: /a
    - op: add
      path: /a
    - op: remove
      path: a
    - op: move
      path: /b
`),
    problems: [
      '6:11: kubeadmConfigPatchesJSON6902[0].patch: expected add, remove, replace, move, copy or test, found "ad"; did you mean "add"?',
      '8:7: kubeadmConfigPatchesJSON6902[0].patch: expected a value to add, found nothing',
      '11:13: kubeadmConfigPatchesJSON6902[0].patch: expected a path that begins with "/", found "a"',
      '12:7: kubeadmConfigPatchesJSON6902[0].patch: expected a path that begins with "/", found nothing',
    ],
  },
  {
    title: 'a JSON patch without a kind that is not a list',
    yaml: v1alpha4(`kubeadmConfigPatchesJSON6902:
- patch: "op: add"
`),
    problems: [
      '4:3: kubeadmConfigPatchesJSON6902[0].kind: expected the kind of the object to patch, found nothing',
      '4:10: kubeadmConfigPatchesJSON6902[0].patch: expected a list of RFC 6902 operations, found a mapping',
    ],
  },
  {
    title: 'a containerd patch that is not TOML',
    yaml: v1alpha4(`containerdConfigPatches:
- |-
  [plugins."io.containerd.grpc.v1.cri"]
    sandbox_image = pause
`),
    problems: ['6:21: containerdConfigPatches[0]: expected TOML, found a fault: invalid value'],
  },
  {
    title: 'a JSON patch of containerd that is not a list',
    yaml: v1alpha4(`containerdConfigPatchesJSON6902:
- |
  {"op": "add"}
`),
    problems: ['5:3: containerdConfigPatchesJSON6902[0]: expected a list of RFC 6902 operations, found a mapping'],
  },
  {
    title: 'a text field that is a list',
    yaml: v1alpha4(`name: [a]
`),
    problems: ['3:7: name: expected text, found a list'],
  },
  {
    title: 'hosts',
    yaml: v1(`hosts:
- {name: arm1, url: ssh://farm-1}
nodes:
- host: arm1
  arch: arm64
`),
    problems: [
      '3:1: hosts: expected nothing (hosts is not supported yet), found a list',
      '6:3: nodes[0].host: expected nothing (host is not supported yet), found "arm1"',
      '7:3: nodes[0].arch: expected nothing (arch is not supported yet), found "arm64"',
    ],
  },
  {
    title: 'resources that Kubernetes cannot count',
    yaml: v1(`nodes:
- resources: {cpus: 1.5, memory: 4 GB}
- {role: worker, resources: {cpus: 0, memory: 100Mi}}
- {role: worker, resources: {cpus: two}}
`),
    problems: [
      '4:21: nodes[0].resources.cpus: expected a whole number of CPUs from 1 on, found 1.5',
      '4:34: nodes[0].resources.memory: expected an amount of memory such as 4Gi, at least 1Gi for a control-plane, found "4 GB"',
      '5:36: nodes[1].resources.cpus: expected a whole number of CPUs from 1 on, found 0',
      '5:47: nodes[1].resources.memory: expected an amount of memory such as 4Gi, at least 256Mi for a worker, found "100Mi"',
      '6:36: nodes[2].resources.cpus: expected a whole number of CPUs from 1 on, found "two"',
    ],
  },
  {
    title: 'an audit log that is not described right',
    yaml: v1(`audit:
  polici: ./policy.yaml
  maxSizeMB: 0
  maxBackups: -1
`),
    problems: [
      '4:3: audit.polici: expected a known field, found the unknown polici; did you mean "policy"?',
      '5:14: audit.maxSizeMB: expected a number of megabytes from 1 on, found 0',
      '6:15: audit.maxBackups: expected a number of files from 0 on, found -1',
    ],
  },
  {
    title: 'settings of the wrong type',
    yaml: v1(`audit: often
caCertificates: ca.pem
registryCredentials: [a]
`),
    problems: [
      '3:8: audit: expected true, false or a mapping, found "often"',
      '4:17: caCertificates: expected a list, found "ca.pem"',
      '5:22: registryCredentials: expected true, false or a mapping, found a list',
    ],
  },
  {
    title: 'settings that only v1 has',
    yaml: v1alpha4(`audit: true
`),
    problems: [
      '3:1: audit: expected a field of kind.x-k8s.io/v1alpha4, found the unknown audit; kind-ts.dev/v1 has it',
    ],
  },
  {
    title: 'a host without a URL',
    yaml: v1(`hosts:
- name: arm1
`),
    problems: [
      '3:1: hosts: expected nothing (hosts is not supported yet), found a list',
      '4:3: hosts[0].url: expected a URL, found nothing',
    ],
  },
  {
    title: 'third-party plugins',
    yaml: v1(`plugins: [./firecracker.js]
`),
    problems: ['3:1: plugins: expected nothing (plugins is not supported yet), found a list'],
  },
  {
    title: 'an unknown architecture',
    yaml: v1(`nodes:
- arch: arm46
`),
    problems: ['4:9: nodes[0].arch: expected amd64 or arm64, found "arm46"; did you mean "arm64"?'],
  },
  {
    title: 'a CNI that is a number of things',
    yaml: v1(`cni: [bundled]
`),
    problems: ['3:6: cni: expected a name, {name, options} or {manifest}, found a list'],
  },
  {
    title: 'a CNI with both a name and a manifest',
    yaml: v1(`cni:
  name: bundled
  manifest: cni.yaml
`),
    problems: ['5:3: cni.manifest: expected a manifest alone, found it beside a name or options'],
  },
  {
    title: 'a storage with a misspelt field',
    yaml: v1(`storage:
  manifst: storage.yaml
`),
    problems: ['4:3: storage.manifst: expected a known field, found the unknown manifst; did you mean "manifest"?'],
  },
  {
    title: 'a provider from a manifest',
    yaml: v1(`provider: {manifest: podman.yaml}
`),
    problems: ['3:12: provider.manifest: expected name or options, found the unknown manifest'],
  },
  {
    title: 'a CNI beside disableDefaultCNI',
    yaml: v1(`cni: bundled
networking: {disableDefaultCNI: true}
`),
    problems: ['3:6: cni: expected none, because networking.disableDefaultCNI is true, found another choice'],
  },
  {
    title: 'a manifest at a URL',
    yaml: v1(`cni: {manifest: "https://example.com/cni.yaml"}
`),
    problems: [
      '3:17: cni.manifest: expected a file (URLs are not supported yet), found "https://example.com/cni.yaml"',
    ],
  },
  {
    title: 'an image loader without a name',
    yaml: v1(`imageLoader: {options: {}}
`),
    problems: ['3:14: imageLoader: expected a name, found neither'],
  },
  {
    title: 'many problems at once',
    yaml: v1alpha4(`name: A_B
nodes:
- role: worker
  imge: x
- role: workr
  extraPortMappings:
  - containerPort: http
networking:
  podSubnet: 10.0.0.0
  kubeProxyMode: ipvz
`),
    problems: [
      '3:7: name: expected a name of lower-case letters, digits, "-" and ".", found "A_B"',
      '6:3: nodes[0].imge: expected a known field, found the unknown imge; did you mean "image"?',
      '7:9: nodes[1].role: expected control-plane or worker, found "workr"; did you mean "worker"?',
      '9:20: nodes[1].extraPortMappings[0].containerPort: expected a port number from 1 to 65535, found "http"',
      '11:14: networking.podSubnet: expected one IPv4 range in CIDR notation, such as 10.244.0.0/16, found "10.0.0.0"',
      '12:18: networking.kubeProxyMode: expected iptables, ipvs, nftables or none, found "ipvz"; did you mean "ipvs"?',
    ],
  },
  {
    title: 'too many aliases',
    yaml: v1alpha4(`featureGates: &a {A: true}
runtimeConfig: &b {x: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]}
nodes: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
`),
    problems: ['1:1: expected fewer aliases, found too many'],
  },
  {
    title: 'a problem behind an anchor',
    yaml: v1alpha4(`nodes:
- &node
  role: control-plane
- <<: *node
  role: worker
  labels: &labels {tier: "two words"}
`),
    problems: [
      '8:26: nodes[1].labels.tier: expected a label value of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, found "two words"',
    ],
  },
  {
    title: 'a JSON patch that is not YAML',
    yaml: v1alpha4(`nodes:
- kubeadmConfigPatchesJSON6902:
  - group: kubeadm.k8s.io
    version: v1beta4
    kind: ClusterConfiguration
    patch: '[{"op": "remove", "path": "/a"}'
`),
    problems: [
      '8:12: nodes[0].kubeadmConfigPatchesJSON6902[0].patch: expected YAML, found a fault: Flow sequence must end with a ]',
    ],
  },
  {
    title: 'an unresolved alias in a patch',
    yaml: v1alpha4(`kubeadmConfigPatches:
- |
  kind: ClusterConfiguration
  apiServer: *missing
`),
    problems: ['6:14: kubeadmConfigPatches[0]: expected an anchor &missing before this alias, found none'],
  },
  {
    title: 'mounts of the whole node',
    yaml: v1alpha4(`nodes:
- extraMounts:
  - hostPath: /srv
    containerPath: /
  - hostPath: /srv
    containerPath: /a:ro
`),
    problems: [
      '6:20: nodes[0].extraMounts[0].containerPath: expected an absolute path in the node, below / and without ":", found "/"',
      '8:20: nodes[0].extraMounts[1].containerPath: expected an absolute path in the node, below / and without ":", found "/a:ro"',
    ],
  },
  {
    title: 'a pod range wider than Kubernetes takes',
    yaml: v1alpha4(`networking:
  podSubnet: 128.0.0.0/4
`),
    problems: [
      '4:14: networking.podSubnet: expected a prefix length from /8 to /24, which gives each of 1 nodes a /24, found "128.0.0.0/4"',
    ],
  },
  {
    title: 'search domains with spaces',
    yaml: v1alpha4(`networking:
  dnsSearch:
  - example.com
  - two words
`),
    problems: ['6:5: networking.dnsSearch[1]: expected a domain, found "two words"'],
  },
  {
    title: 'a label that is a list',
    yaml: v1alpha4(`nodes:
- labels: {tier: [a]}
`),
    problems: ['4:18: nodes[0].labels.tier: expected text, found a list'],
  },
  {
    title: 'a merge of something that is not a mapping',
    yaml: v1(`<<: 5
`),
    problems: ['1:1: expected YAML, found a fault: Merge sources must be maps or map aliases'],
  },
];
