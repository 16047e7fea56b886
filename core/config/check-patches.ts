import type { ConfigDocument } from './document.js';
import { checkJson6902Patch, checkMergePatch, checkToml, kindProblem, type PatchProblem } from './patches.js';
import type { Path } from './problems.js';
import type { ConfigShape, NodeShape } from './shape.js';

type Check = (text: string) => PatchProblem[];

/** Checks every patch inside the config, so that a bad one is found before anything is created. */
export function checkPatches(config: ConfigShape, document: ConfigDocument): void {
  checkKubeadmPatches(config, [], document);
  for (const [i, node] of (config.nodes ?? []).entries()) checkKubeadmPatches(node, ['nodes', i], document);
  checkAll(config.containerdConfigPatches, checkToml, ['containerdConfigPatches'], document);
  checkAll(config.containerdConfigPatchesJSON6902, checkJson6902Patch, ['containerdConfigPatchesJSON6902'], document);
}

function checkKubeadmPatches(
  from: Pick<NodeShape, 'kubeadmConfigPatches' | 'kubeadmConfigPatchesJSON6902'>,
  path: Path,
  document: ConfigDocument,
): void {
  checkAll(from.kubeadmConfigPatches, checkMergePatch, [...path, 'kubeadmConfigPatches'], document);
  for (const [i, { kind, patch }] of (from.kubeadmConfigPatchesJSON6902 ?? []).entries()) {
    const here: Path = [...path, 'kubeadmConfigPatchesJSON6902', i];
    const problem = kindProblem(kind);
    if (problem !== undefined) document.problems.report([...here, 'kind'], problem);
    checkText(patch, checkJson6902Patch, [...here, 'patch'], document);
  }
}

function checkAll(texts: readonly string[] | undefined, check: Check, path: Path, document: ConfigDocument): void {
  for (const [i, text] of (texts ?? []).entries()) checkText(text, check, [...path, i], document);
}

function checkText(text: string, check: Check, path: Path, { problems, positionInText }: ConfigDocument): void {
  if (problems.has(path)) return;
  for (const problem of check(text)) problems.reportAt(positionInText(path, problem), path, problem.text);
}
