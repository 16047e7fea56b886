import { defineError } from './kind-error.js';

const list = (items: readonly string[]): string => items.map((item) => `\n  ${item}`).join('');

export const aborted = defineError(
  'ABORTED',
  (d: { what: string }) => ({ message: `${d.what} was interrupted`, hint: 'Run the command again to start over.' }),
  130,
);

export const usageError = defineError(
  'USAGE',
  (d: { problem: string; hint?: string }) => ({ message: d.problem, hint: d.hint ?? 'See kind --help.' }),
  2,
);

/** `problems` are sentences that begin with file:line:column. */
export const configInvalid = defineError(
  'CONFIG_INVALID',
  (d: { problems: readonly string[] }) => ({
    message: `The config has ${d.problems.length === 1 ? 'a problem' : `${d.problems.length} problems`}:${list(d.problems)}`,
    hint: 'Nothing was created. The fields are described in docs/config.md.',
  }),
  2,
);

export const configUnreadable = defineError(
  'CONFIG_UNREADABLE',
  (d: { file: string; reason: string }) => ({
    message: `Cannot read the config ${d.file}: ${d.reason}`,
    hint: 'Name an existing file with --config, or - for standard input.',
  }),
  2,
);

export const providerUnknown = defineError(
  'PROVIDER_UNKNOWN',
  (d: { name: string; known: readonly string[] }) => ({
    message: `There is no provider named ${d.name}`,
    hint: `Choose one of ${d.known.join(', ')}.`,
  }),
  2,
);

export const pluginUnknown = defineError(
  'PLUGIN_UNKNOWN',
  (d: { kind: string; name: string; known: readonly string[] }) => ({
    message: `There is no ${d.kind} named ${d.name}`,
    hint: `Choose one of ${d.known.join(', ')}.`,
  }),
  2,
);

export const providerUnreachable = defineError(
  'PROVIDER_UNREACHABLE',
  (d: { provider: string; endpoint: string; reason: string }) => ({
    message: `Cannot reach ${d.provider} at ${d.endpoint}: ${d.reason}`,
    hint: `Start ${d.provider}, or choose another engine with --provider.`,
  }),
);

export const noProvider = defineError(
  'NO_PROVIDER',
  (d: { refusals: readonly { provider: string; reason: string }[] }) => ({
    message: `No container engine answers:${list(d.refusals.map((r) => `${r.provider}: ${r.reason}`))}`,
    hint: 'Start or install one of them, or name one with --provider.',
  }),
);

export const engineRefused = defineError(
  'ENGINE_REFUSED',
  (d: { provider: string; action: string; reason: string }) => ({
    message: `${d.provider} could not ${d.action}: ${d.reason}`,
    hint: `See the log of ${d.provider} for more.`,
  }),
);

/** `problems` begin with the code of a check of `kind doctor`. */
export const hostUnfit = defineError('HOST_UNFIT', (d: { problems: readonly string[]; cures: readonly string[] }) => ({
  message: `This machine cannot run the nodes:${list(d.problems)}`,
  hint: d.cures.join('\n'),
}));

export const portInUse = defineError('PORT_IN_USE', (d: { node: string; reason: string }) => ({
  message: `A port that node ${d.node} publishes is taken: ${d.reason}`,
  hint: 'Choose another hostPort (or apiServerPort) in the config, or stop what listens there.',
}));

export const networkMismatch = defineError('NETWORK_MISMATCH', (d: { network: string; reason: string }) => ({
  message: `The network ${d.network} exists but does not fit: ${d.reason}`,
  hint: `Remove it when nothing uses it, or choose another with KIND_EXPERIMENTAL_DOCKER_NETWORK or KIND_EXPERIMENTAL_PODMAN_NETWORK.`,
}));

export const clusterExists = defineError('CLUSTER_EXISTS', (d: { cluster: string }) => ({
  message: `A cluster named ${d.cluster} already exists`,
  hint: `Choose another name with --name, or run: kind delete cluster --name ${d.cluster}`,
}));

export const clusterNotFound = defineError('CLUSTER_NOT_FOUND', (d: { cluster: string; known: readonly string[] }) => ({
  message: `There is no cluster named ${d.cluster}`,
  hint: d.known.length > 0 ? `There are: ${d.known.join(', ')}.` : 'There are no clusters; run: kind create cluster',
}));

export const logsUnavailable = defineError(
  'LOGS_UNAVAILABLE',
  (d: { cluster: string; problems: readonly { file: string; reason: string }[] }) => ({
    message: `No node of ${d.cluster} has any logs:${list(d.problems.map((p) => `${p.file}: ${p.reason}`))}`,
    hint: 'See whether the engine works and what state the nodes are in.',
  }),
);

export const nodeImageMissing = defineError(
  'NODE_IMAGE_MISSING',
  (d: { version: string; tried: readonly string[] }) => ({
    message: `No node image for Kubernetes ${d.version} could be had:${list(d.tried)}`,
    hint: 'Build one with: kind build node-image. Or name one with --image.',
  }),
);

export const loadBalancerImageMissing = defineError(
  'LOAD_BALANCER_IMAGE_MISSING',
  (d: { image: string; tried: readonly string[] }) => ({
    message: `Several control planes need a load balancer, and the image ${d.image} has none:${list(d.tried)}`,
    hint: 'Build an image that has one, which may be beside other nodes: kind build node-image',
  }),
);

export const imagePullFailed = defineError('IMAGE_PULL_FAILED', (d: { image: string; reason: string }) => ({
  message: `Cannot pull the image ${d.image}: ${d.reason}`,
  hint: 'Check the name and the network, or build a node image with: kind build node-image',
}));

export const nodeImageBuildUnprepared = defineError(
  'NODE_IMAGE_BUILD_UNPREPARED',
  (d: { problems: readonly string[]; packages: readonly string[]; needsRoot: boolean }) => ({
    message: `A node image cannot be built here:${list(d.problems)}`,
    hint: [
      ...(d.packages.length > 0 ? [`Install what is missing: sudo apt-get install ${d.packages.join(' ')}`] : []),
      ...(d.needsRoot ? ['Run it as root: sudo env "HOME=$HOME" "PATH=$PATH" kind build node-image'] : []),
      'docs/node-images.md lists what a build needs.',
    ].join('\n'),
  }),
);

export const nodeImageBuildFailed = defineError('NODE_IMAGE_BUILD_FAILED', (d: { step: string; reason: string }) => ({
  message: `Building the node image failed while it was to ${d.step}: ${d.reason}`,
  hint: 'docs/node-images.md lists what a build needs.',
}));

export const nodeExists = defineError('NODE_EXISTS', (d: { node: string }) => ({
  message: `A container named ${d.node} already exists`,
  hint: 'Choose another cluster name with --name, or remove the container if it is no longer needed.',
}));

export const nodeNotReady = defineError('NODE_BOOT_FAILED', (d: { node: string; reason: string; log: string }) => ({
  message: `Node ${d.node} did not boot: ${d.reason}${d.log === '' ? '' : `\n${d.log}`}`,
  hint: 'Keep the node with --retain and look at its log.',
}));

export const kernelLacks = defineError('KERNEL_LACKS', (d: { node: string; feature: string; wantedBy: string }) => ({
  message: `The kernel of node ${d.node} has no ${d.feature}, which ${d.wantedBy} needs`,
  hint: 'Load its modules on the machine that runs the nodes, or choose another setting.',
}));

export const nodeCommandFailed = defineError(
  'NODE_COMMAND_FAILED',
  (d: { node: string; argv: readonly string[]; exitCode: number; output: string }) => ({
    message: `In node ${d.node}, ${d.argv.join(' ')} exited with ${d.exitCode}${d.output === '' ? '' : `:\n${d.output}`}`,
    hint: 'Keep the nodes with --retain to look around in them.',
  }),
);

export const commandFailed = defineError(
  'COMMAND_FAILED',
  (d: { argv: readonly string[]; exitCode: number; output: string }) => ({
    message: `${d.argv.join(' ')} exited with ${d.exitCode}${d.output === '' ? '' : `:\n${d.output}`}`,
    hint: 'Run it by hand to see more.',
  }),
);

export const waitTimedOut = defineError(
  'WAIT_TIMED_OUT',
  (d: { condition: string; reason: string; seconds: number }) => ({
    message: `Waited ${d.seconds} s for ${d.condition}: ${d.reason}`,
    hint: 'Wait longer with --wait, or keep the nodes with --retain and look at their logs.',
  }),
);

export const kubernetesRefused = defineError(
  'KUBERNETES_REFUSED',
  (d: { request: string; status: number; reason: string }) => ({
    message: `The API server answered ${d.request} with ${d.status}: ${d.reason}`,
    hint: 'See the log of the API server: kubectl -n kube-system logs -l component=kube-apiserver',
  }),
);

export const checksFailed = defineError('CHECKS_FAILED', (d: { codes: readonly string[] }) => ({
  message: `${d.codes.length === 1 ? 'A check' : `${d.codes.length} checks`} failed: ${d.codes.join(', ')}`,
  hint: 'docs/doctor.md says more about each.',
}));

export const kubeconfigInvalid = defineError('KUBECONFIG_INVALID', (d: { file: string; reason: string }) => ({
  message: `The kubeconfig ${d.file} cannot be used: ${d.reason}`,
  hint: 'Correct or move the file, or name another with --kubeconfig.',
}));

export const kubeconfigLocked = defineError('KUBECONFIG_LOCKED', (d: { lock: string; ageSeconds: number }) => ({
  message: `The kubeconfig is locked by ${d.lock}, made ${d.ageSeconds} s ago`,
  hint: `If no kubectl or kind is writing it, the lock is stale: rm ${d.lock}`,
}));

export const unsupported = defineError(
  'UNSUPPORTED',
  (d: { what: string; by: string }) => ({
    message: `${d.what} is not supported by ${d.by}`,
    hint: 'Leave it out, or choose another plugin.',
  }),
  2,
);

export const imageNotFound = defineError(
  'IMAGE_NOT_FOUND',
  (d: { images: readonly string[]; tried: readonly string[] }) => ({
    message: `${d.images.map((image) => `image: "${image}" not present locally`).join('\n')}${list(d.tried)}`,
    hint: `Pull or build it first: docker pull ${d.images[0]}, or docker build -t ${d.images[0]} . (or the same with podman).`,
  }),
);

export const imageUnnamed = defineError('IMAGE_UNNAMED', (d: { image: string; engine: string }) => ({
  message: `The image ${d.image} of ${d.engine} has no name by which a pod could ask for it`,
  hint: `Give it one: ${d.engine} tag ${d.image} <name>:<tag>`,
}));

export const imagePlatformMissing = defineError(
  'IMAGE_PLATFORM_MISSING',
  (d: { image: string; wanted: string; has: readonly string[] }) => ({
    message: `The image ${d.image} is not there for ${d.wanted}${d.has.length > 0 ? `, only for ${d.has.join(', ')}` : ''}`,
    hint: `Pull it for the nodes: docker pull --platform ${d.wanted} ${d.image}`,
  }),
);

export const imageArchiveInvalid = defineError('IMAGE_ARCHIVE_INVALID', (d: { file: string; reason: string }) => ({
  message: `${d.file} is no image archive: ${d.reason}`,
  hint: 'Make one with: docker save -o <file> <image>. Nothing was sent.',
}));

export const imageLoadFailed = defineError(
  'IMAGE_LOAD_FAILED',
  (d: { images: readonly string[]; node: string; reason: string }) => ({
    message: `Cannot load ${d.images.join(', ')} into node ${d.node}: ${d.reason}`,
    hint: /no space left/i.test(d.reason)
      ? 'Make room on the disk of the engine: its own system prune shows how.'
      : 'Run the command again: only what is missing is sent.',
  }),
);

export const nodeNotFound = defineError('NODE_NOT_FOUND', (d: { node: string; known: readonly string[] }) => ({
  message: `unknown node: "${d.node}"`,
  hint: `The nodes are: ${d.known.join(', ')}.`,
}));

export const nodesNotRunning = defineError('NODES_NOT_RUNNING', (d: { nodes: readonly string[] }) => ({
  message: `No node runs that images could be loaded into: ${d.nodes.join(', ')} ${d.nodes.length === 1 ? 'is' : 'are'} stopped`,
  hint: `Start them with the engine: docker start ${d.nodes.join(' ')} (or podman start).`,
}));
