import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';

/** Tags that Go's YAML does not apply by itself: `22:22` and `2026-01-01` are text there. */
const unwanted = new Set(['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`));

/** YAML as Go reads it: version 1.1's booleans and octals, merge keys, no base-60 numbers, no dates. */
export const yamlOptions = {
  version: '1.1',
  merge: true,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: (tags) =>
    tags.filter(
      (tag) => typeof tag !== 'object' || (!unwanted.has(tag.tag) && !('format' in tag && tag.format === 'TIME')),
    ),
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;
