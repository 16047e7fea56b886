import { posix } from 'node:path';
import type { ClusterSpec, MountSpec, NodeConfig } from '../contracts/index.js';
import { labelKeyProblem, labelValueProblem } from './labels.js';
import type { Path, Problems } from './problems.js';
import type { ConfigShape } from './shape.js';
import { expectation, show } from './wording.js';

/** Checks what the nodes are, and each of them. */
export function checkNodes(shape: ConfigShape, spec: ClusterSpec, problems: Problems): void {
  checkRoles(spec.nodes, problems);
  for (const [i, node] of spec.nodes.entries()) {
    const path: Path = ['nodes', i];
    if (node.image !== undefined && !/^\S+$/.test(node.image))
      problems.report([...path, 'image'], expectation('an image reference', node.image));
    checkLabels(node.labels, [...path, 'labels'], problems);
    for (const [m, mount] of node.mounts.entries()) {
      const written = shape.nodes?.[i]?.extraMounts?.[m]?.hostPath ?? '';
      checkMount(mount, written, [...path, 'extraMounts', m], problems);
    }
    checkMountTargets(node, [...path, 'extraMounts'], problems);
  }
}

function checkRoles(nodes: readonly NodeConfig[], problems: Problems): void {
  if (!nodes.some(({ role }) => role === 'control-plane'))
    problems.report(['nodes'], 'expected at least one node with the role control-plane, found none', 'key');
}

function checkLabels(labels: NodeConfig['labels'], path: Path, problems: Problems): void {
  for (const [key, value] of Object.entries(labels)) {
    const keyProblem = labelKeyProblem(key);
    if (keyProblem !== undefined) problems.report([...path, key], keyProblem, 'key');
    const valueProblem = labelValueProblem(value);
    if (valueProblem !== undefined) problems.report([...path, key], valueProblem);
  }
}

function checkMount(mount: MountSpec, hostPath: string, path: Path, problems: Problems): void {
  if (hostPath === '') problems.report([...path, 'hostPath'], expectation('a path of the host', undefined));
  if (mount.containerPath === '')
    problems.report([...path, 'containerPath'], 'expected an absolute path in the node, found nothing');
  else if (!isMountTarget(mount.containerPath))
    problems.report(
      [...path, 'containerPath'],
      expectation('an absolute path in the node, below / and without ":"', mount.containerPath),
    );
}

function isMountTarget(path: string): boolean {
  return posix.isAbsolute(path) && posix.normalize(path) !== '/' && !path.includes(':');
}

function checkMountTargets({ mounts }: NodeConfig, path: Path, problems: Problems): void {
  const targets = mounts.map((mount) => posix.normalize(`${mount.containerPath}/`));
  for (const [i, target] of targets.entries()) {
    const first = targets.indexOf(target);
    if (first !== i)
      problems.report(
        [...path, i, 'containerPath'],
        `expected a path that no other mount of the node uses, found ${show(mounts[i]?.containerPath)}, as in extraMounts[${first}]`,
      );
  }
}
