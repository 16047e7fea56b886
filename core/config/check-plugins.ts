import type { Path, Problems } from './problems.js';
import type { ConfigShape } from './shape.js';
import { show } from './wording.js';

/** Checks what only kind-ts.dev/v1 has. */
export function checkPlugins(config: ConfigShape, problems: Problems): void {
  for (const field of ['provider', 'cni', 'storage', 'imageLoader'] as const)
    checkChoice(config[field], [field], problems);
  if (config.networking?.disableDefaultCNI && config.cni && config.cni !== 'none')
    problems.report(['cni'], 'expected none, because networking.disableDefaultCNI is true, found another choice');
  refuse(unlessEmpty(config.plugins), ['plugins'], problems);
  refuse(unlessEmpty(config.hosts), ['hosts'], problems);
  for (const [i, node] of (config.nodes ?? []).entries()) {
    refuse(node.host, ['nodes', i, 'host'], problems);
    refuse(node.arch, ['nodes', i, 'arch'], problems);
  }
}

function unlessEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.length === 0 ? undefined : list;
}

function refuse(value: unknown, path: Path, problems: Problems): void {
  if (value !== undefined && value !== '')
    problems.report(path, `expected nothing (${path.at(-1)} is not supported yet), found ${show(value)}`, 'key');
}

function checkChoice(choice: ConfigShape['cni'] | ConfigShape['provider'], path: Path, problems: Problems): void {
  if (typeof choice !== 'object' || problems.hasWithin(path)) return;
  const manifest = 'manifest' in choice ? choice.manifest : undefined;
  if (!choice.name && !manifest)
    problems.report(
      path,
      `expected a name${path[0] === 'cni' || path[0] === 'storage' ? ' or a manifest' : ''}, found neither`,
    );
  if (manifest && (choice.name || choice.options))
    problems.report([...path, 'manifest'], 'expected a manifest alone, found it beside a name or options', 'key');
  if (manifest && /^\w+:\/\//.test(manifest))
    problems.report([...path, 'manifest'], `expected a file (URLs are not supported yet), found ${show(manifest)}`);
}
