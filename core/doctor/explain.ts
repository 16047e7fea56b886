import type { ClusterSpec, Node, Provider } from '../contracts/index.js';
import { KindError } from '../errors/index.js';
import { hostChecks } from './host/index.js';
import { hostSubject } from './host-subject.js';
import { describeEnd } from './node-end.js';
import { runChecks } from './run-checks.js';
import { findSymptoms, symptomsIn } from './symptoms.js';

/** Failures that may have their cause in the machine or in a node. Others say their cause themselves. */
const explicable = new Set(['ENGINE_REFUSED', 'NODE_BOOT_FAILED', 'NODE_COMMAND_FAILED', 'WAIT_TIMED_OUT']);

/** Checks whose warnings explain a failure too; other warnings are there on machines where all is well. */
const telling = new Set(['INOTIFY_INSTANCES', 'INOTIFY_WATCHES', 'DISK_SPACE', 'MEMORY', 'CLOCK']);

export interface Cause {
  /** The code of the check that is about it. */
  readonly code: string;
  readonly found: string;
  readonly cure: string;
}

/** The error of a create, with what its own words, the nodes and the machine say of its cause. */
export async function explainFailure(
  failure: unknown,
  spec: ClusterSpec,
  provider: Provider,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(failure instanceof KindError) || !explicable.has(failure.code)) return failure;
  const nodes = await provider.listNodes(spec.name, signal).catch(() => []);
  const said = symptomsIn(failure.message, 'the error').map(({ code, found, cure }) => ({ code, found, cure }));
  const causes = await Promise.all([
    endsOf(nodes, signal),
    loggedCauses(nodes, signal),
    said,
    hostCauses(spec, provider, nodes, signal),
  ]);
  return failure.withCauses(withoutRepeats(causes.flat()));
}

async function loggedCauses(nodes: readonly Node[], signal: AbortSignal): Promise<Cause[]> {
  const symptoms = await findSymptoms(nodes, signal);
  return symptoms.map(({ code, node, found, line, cure }) => ({
    code,
    found: `${found}, as ${node} says: ${line}`,
    cure,
  }));
}

async function endsOf(nodes: readonly Node[], signal: AbortSignal): Promise<Cause[]> {
  const ends = await Promise.all(nodes.map((node) => node.findEnd?.(signal).catch(() => undefined)));
  return ends.flatMap((end, index) => {
    if (!end?.wasOutOfMemory) return [];
    const cure = 'Give the node or the machine more memory.';
    return [{ code: 'MEMORY', found: `${nodes[index]?.name} has stopped: ${describeEnd(end)}`, cure }];
  });
}

async function hostCauses(
  { networking }: ClusterSpec,
  provider: Provider,
  nodes: readonly Node[],
  signal: AbortSignal,
): Promise<Cause[]> {
  const { host } = provider;
  // One more node shall find room: then there was enough for those that are there.
  const inputs = { host, provider: Promise.resolve(provider), nodes, env: {}, newNodes: 1, networking, signal };
  const results = await runChecks(hostChecks, await hostSubject(inputs), 'host', signal);
  return results.flatMap((result) => {
    const isCause = result.status === 'failed' || (result.status === 'warning' && telling.has(result.code));
    return isCause ? [{ code: result.code, found: `${result.title}: ${result.found}`, cure: result.cure }] : [];
  });
}

/** The first of each code, with the code. */
function withoutRepeats(causes: readonly Cause[]): Cause[] {
  const byCode = new Map<string, Cause>();
  for (const cause of causes) {
    if (!byCode.has(cause.code)) byCode.set(cause.code, { ...cause, found: `${cause.found} [${cause.code}]` });
  }
  return [...byCode.values()];
}
