import type { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions } from 'yaml';

/** Tags that Go's YAML does not apply by itself: `22:22` and `2026-01-01` are text there. */
const unwanted = new Set(['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`));

/** Version 1.2's way to write octal numbers, which Go knows besides 1.1's. */
const octal: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => Number(text.replace(/^[-+]/, '')) * (text.startsWith('-') ? -1 : 1),
};

/** YAML as Go reads it: version 1.1's booleans, octals of both versions, merge keys, no base-60 numbers, no dates. */
export const yamlOptions = {
  version: '1.1',
  merge: true,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: (tags) => [
    octal,
    ...tags.filter(
      (tag) => typeof tag !== 'object' || (!unwanted.has(tag.tag) && !('format' in tag && tag.format === 'TIME')),
    ),
  ],
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;
