import { parse, stringify } from 'smol-toml';
import { applyJsonPatch, type JsonObject, mergePatch } from './patches.js';

/** containerd's configuration after merge patches (TOML) and then lists of RFC 6902 operations (JSON or YAML). */
export function patchContainerdConfig(
  config: string,
  mergePatches: readonly string[],
  json6902Patches: readonly string[],
): string {
  const merged = mergePatches.reduce<unknown>((current, patch) => mergePatch(current, parse(patch)), parse(config));
  return stringify(json6902Patches.reduce((current, patch) => applyJsonPatch(current, patch), merged as JsonObject));
}
