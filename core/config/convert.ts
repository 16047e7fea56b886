import { isScalar, parseDocument } from 'yaml';
import { type ConfigSource, loadConfig } from './index.js';
import { yamlOptions } from './yaml-dialect.js';

/**
 * The text of a config in another version. The newer version has every field of the older one, so nothing but the
 * version changes and every comment stays. Throws CONFIG_INVALID for a config that is wrong, or that uses what `version` does
 * not have.
 */
export function convertConfig(source: ConfigSource, version: string, baseDir: string): string {
  loadConfig(source, {}, baseDir);
  const text = withVersion(source.text, version);
  loadConfig({ file: source.file, text }, {}, baseDir);
  return text;
}

function withVersion(text: string, version: string): string {
  const document = parseDocument(text, yamlOptions);
  const node = document.get('apiVersion', true);
  if (isScalar(node) && node.range && node.anchor === undefined) {
    const [start, end] = node.range;
    return text.slice(0, start) + version + text.slice(end);
  }
  document.set('apiVersion', version);
  return document.toString();
}
