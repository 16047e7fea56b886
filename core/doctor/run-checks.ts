import { setMaxListeners } from 'node:events';
import type { Check, Finding } from '../contracts/index.js';
import { aborted, messageOf } from '../errors/index.js';

export type CheckResult = Finding & {
  readonly code: string;
  readonly title: string;
  readonly scope: 'host' | 'cluster';
};

const deadlineMs = 15_000;

/**
 * Makes all checks at the same time, each with its own deadline. A check that throws or is late is `unknown`.
 * Results are in the order of the checks. Throws ABORTED, and nothing else.
 */
export async function runChecks<S>(
  checks: readonly Check<S>[],
  subject: S,
  scope: CheckResult['scope'],
  signal?: AbortSignal,
): Promise<CheckResult[]> {
  const results = await Promise.all(
    checks.map(async (check) => ({
      code: check.code,
      title: check.title,
      scope,
      ...(await findingOf(check, subject, signal)),
    })),
  );
  if (signal?.aborted) throw aborted({ what: `The look at the ${scope}` });
  return results;
}

async function findingOf<S>(check: Check<S>, subject: S, signal?: AbortSignal): Promise<Finding> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline;
  // A check asks many nodes at once; Node takes more than ten listeners for a leak, and says so.
  setMaxListeners(0, either);
  // What a check waits for may not listen to its signal.
  const late = new Promise<never>((_resolve, reject) => {
    either.addEventListener('abort', () => reject(either.reason), { once: true });
  });
  try {
    return await Promise.race([check.run(subject, either), late]);
  } catch (error) {
    if (deadline.aborted) return { status: 'unknown', found: `there was no answer within ${deadlineMs / 1000} s` };
    return { status: 'unknown', found: messageOf(error) };
  }
}
