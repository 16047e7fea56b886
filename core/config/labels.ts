import { expectation } from './wording.js';

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What Kubernetes would have against a label's key. */
export function labelKeyProblem(key: string): string | undefined {
  const parts = key.split('/');
  const [prefix, rest] = parts.length === 1 ? [undefined, parts[0] ?? ''] : [parts[0] ?? '', parts.slice(1).join('/')];
  if (prefix !== undefined && (!subdomain.test(prefix) || prefix.length > 253))
    return expectation('a label key whose part before "/" is a domain', key);
  if (!name.test(rest) || rest.length > 63)
    return expectation(
      'a label key of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
      key,
    );
  return undefined;
}

/** What Kubernetes would have against a label's value. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || (name.test(value) && value.length <= 63)) return undefined;
  return expectation(
    'a label value of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
    value,
  );
}
