import { cgroups } from '../../doctor/host/cgroups.js';
import { bootChecks } from '../../doctor/host/index.js';
import { hostSubject } from '../../doctor/host-subject.js';
import { runChecks } from '../../doctor/run-checks.js';
import { hostUnfit } from '../../errors/index.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';
import { checkEngine } from './check-engine.js';

/** Refuses what cannot work, and warns of what may not, before a node is started. What it cannot tell is left to fate. */
export const checkHost: Step<CreateContext> = {
  title: 'Check the machine',
  needs: [checkEngine],
  async run({ spec, inputs: { provider, events } }, signal) {
    const subject = await hostSubject({
      host: provider.host,
      provider: Promise.resolve(provider),
      nodes: [],
      env: {},
      newNodes: spec.nodes.length,
      networking: spec.networking,
      signal,
    });
    const results = await runChecks(bootChecks, subject, 'host', signal);
    const failed = results.flatMap((result) => (result.status === 'failed' ? [result] : []));
    if (failed.length > 0) {
      const problems = failed.map(({ code, title, found, why }) => `${code}: ${title}: ${found}. ${why}`);
      throw hostUnfit({ problems, cures: failed.map(({ cure }) => cure) });
    }
    for (const result of results) {
      // Whoever has version 1 cannot change that between two clusters, and need not hear of it each time.
      if (result.status !== 'warning' || result.code === cgroups.code) continue;
      events.emit({ type: 'warning', message: `${result.found}. ${result.why}`, hint: result.cure });
    }
  },
};
