/**
 * An image's name as containerd and pods know it: with a registry, docker.io's `library/` where it belongs, and a tag
 * where there is neither tag nor digest. https://github.com/distribution/reference
 */
export function normalizeReference(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = !hasRegistry || first === 'index.docker.io' ? 'docker.io' : first;
  const path = hasRegistry ? rest.join('/') : reference;
  const full = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  const isPinned = full.includes('@') || full.lastIndexOf(':') > full.lastIndexOf('/');
  return `${registry}/${full}${isPinned ? '' : ':latest'}`;
}

/** Whether users may mean an image by the beginning of its id: `sha256:…` or hexadecimal digits. */
export function isIdOf(reference: string, id: string): boolean {
  const hex = (text: string) => text.replace(/^sha256:/, '');
  return /^[0-9a-f]+$/.test(hex(reference)) && hex(id).startsWith(hex(reference));
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const pattern = new RegExp(
  `^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d+)?/|\\[[0-9a-f:]+\\](?::\\d+)?/)?${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9+._-]+:[0-9a-fA-F]{32,})?$`,
);

/** Whether it can be the name or the id of an image at all. */
export function isReference(text: string): boolean {
  return pattern.test(text) || /^sha256:[0-9a-f]+$/.test(text);
}
