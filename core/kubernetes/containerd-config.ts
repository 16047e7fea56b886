import { parse, stringify } from 'smol-toml';
import { applyJsonPatch, type JsonObject, mergePatch } from './patches.js';

/**
 * containerd's configuration after merge patches (TOML) and then lists of RFC 6902 operations (JSON or YAML). A merge patch
 * with a `version` is for a configuration of that version alone.
 */
export function patchContainerdConfig(
  config: string,
  mergePatches: readonly string[],
  json6902Patches: readonly string[],
): string {
  const current = readToml(config);
  const fitting = mergePatches.map(readToml).filter(({ version }) => !version || version === current.version);
  const merged = fitting.reduce<unknown>(mergePatch, current);
  return stringify(json6902Patches.reduce((patched, patch) => applyJsonPatch(patched, patch), merged as JsonObject));
}

function readToml(text: string): JsonObject {
  return parse(text, { integersAsBigInt: 'asNeeded' });
}
