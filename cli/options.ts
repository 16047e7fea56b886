import type { Command } from 'commander';
import type { KindOptions } from '../core/cluster/session.js';
import { createReporter } from './render/reporter.js';

/** Options that most commands have. */
interface CommonFlags {
  readonly quiet?: boolean;
  readonly verbosity: number;
  readonly provider?: string;
  readonly kubeconfig?: string;
  readonly output?: 'json';
}

export function addProvider(command: Command): Command {
  return command.option(
    '--provider <name>',
    'container engine: docker or podman (default: $KIND_PROVIDER, or what answers)',
  );
}

export function addKubeconfig(command: Command): Command {
  return command.option('--kubeconfig <file>', 'kubeconfig file instead of $KUBECONFIG or ~/.kube/config');
}

export function addName(command: Command): Command {
  return command.option('-n, --name <name>', 'name of the cluster (default: $KIND_CLUSTER_NAME, or kind)');
}

/** The cluster that a command is about. */
export function clusterNameOf(flags: { readonly name?: string }): string {
  return (flags.name ?? process.env.KIND_CLUSTER_NAME) || 'kind';
}

/** Runs `work` with the library options that the flags stand for; an interrupt aborts it, a second one ends us. */
export function withLibrary<T>(command: Command, work: (options: KindOptions) => Promise<T>): Promise<T> {
  return withFlags(command.optsWithGlobals<CommonFlags>(), work);
}

/** The same for a command whose `--output` is about its result, so that events never go to standard output. */
export function withResult<T>(command: Command, work: (options: KindOptions) => Promise<T>): Promise<T> {
  return withFlags({ ...command.optsWithGlobals<CommonFlags>(), output: undefined }, work);
}

async function withFlags<T>(flags: CommonFlags, work: (options: KindOptions) => Promise<T>): Promise<T> {
  const reporter = createReporter(flags);
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { provider, kubeconfig } = flags;
    return await work({ provider, kubeconfig, signal: interrupt.signal, onEvent: reporter.onEvent });
  } finally {
    reporter.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
