import { setTimeout as sleep } from 'node:timers/promises';
import { hostInUrl } from '../../cluster/host-in-url.js';
import { apiServerPort } from '../../cluster/names.js';
import type { Events, Node, PublishedPort } from '../../contracts/index.js';
import { describeEnd } from '../../doctor/node-end.js';
import { findSymptoms } from '../../doctor/symptoms.js';
import { messageOf, nodeNotReady, waitTimedOut } from '../../errors/index.js';
import { createKubernetesApi } from '../../kubernetes/api.js';
import type { CreateContext } from '../create-context.js';
import type { Step } from '../step.js';

const timeoutMs = 240_000;
const pauseMs = 100;
const endPauseMs = 2_000;
const lateMs = 40_000;

/** Waits for the first control plane, which `needs` start; what is done next is asked of it alone, whatever stands before it. */
export function waitForApi(needs: readonly Step<CreateContext>[]): Step<CreateContext> {
  return {
    title: 'Wait for the API server',
    needs,
    async run(context, signal) {
      const { node } = context.booted(context.controlPlane);
      const published = await apiPortOf(node);
      const entrance = context.loadBalancer.isSet ? await apiPortOf(context.loadBalancer.value) : published;
      context.server.value = `https://${hostInUrl(entrance.address)}:${entrance.port}`;
      const { host } = context.inputs.provider;
      context.kubernetes.value = createKubernetesApi({
        ...context.admin.value.superAdmin,
        serverName: context.controlPlane.name,
        connect: () => host.connect({ host: published.address, port: published.port }),
      });
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      warnWhenLate(node, context.inputs.events, either).catch(() => {});
      try {
        await Promise.race([untilServing(context, either), untilEnded(node, either)]);
      } finally {
        stop.abort();
      }
    },
  };
}

/** Tells long before the time is up what the node's log says of it: whoever knows the reason need not wait. */
async function warnWhenLate(node: Node, events: Events, signal: AbortSignal): Promise<void> {
  await sleep(lateMs, undefined, { signal });
  for (const { code, found, line, cure } of await findSymptoms([node], signal)) {
    const message = `The API server does not serve yet: ${found}, as ${node.name} says: ${line} [${code}]`;
    events.emit({ type: 'warning', message, hint: cure });
  }
}

/** Throws when the node ends: then nothing will ever serve. */
async function untilEnded(node: Node, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(endPauseMs, undefined, { signal });
    const end = await node.findEnd?.(signal).catch(() => undefined);
    if (end) throw nodeNotReady({ node: node.name, reason: describeEnd(end), log: '' });
  }
}

async function apiPortOf(node: Node): Promise<PublishedPort> {
  const published = await node.findPublishedPort(apiServerPort);
  if (published) return published;
  throw new Error(`the engine does not publish port ${apiServerPort} of ${node.name}`);
}

/**
 * The server can't be watched before it serves, and a refused connection costs next to nothing. It calls itself ready only when
 * it has made all default roles, which takes seconds; what is to be done next needs no more than its namespaces.
 */
async function untilServing({ kubernetes, inputs }: CreateContext, signal: AbortSignal): Promise<void> {
  const condition = 'the API server to serve';
  const deadline = Date.now() + timeoutMs;
  let reason = '';
  while (Date.now() < deadline) {
    try {
      await kubernetes.value.request('GET', '/api/v1/namespaces/kube-system', undefined, { signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (messageOf(error) !== reason) {
        reason = messageOf(error);
        inputs.events.emit({ type: 'condition-pending', condition, reason });
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  throw waitTimedOut({ condition, reason, seconds: timeoutMs / 1000 });
}
