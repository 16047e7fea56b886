import type { z } from 'zod';

const yes = ['y', 'yes', 'on'];
const no = ['n', 'no', 'off'];

/**
 * Upstream's decoder is looser than the shape: text takes any scalar as it is written, quoted `"yes"` is a boolean,
 * and an empty value leaves a field unset. Gives the value it would read, or undefined where it would refuse.
 */
export function asGoReadsIt(
  issue: z.core.$ZodIssue,
  value: unknown,
  source: string | undefined,
): { readonly value: unknown } | undefined {
  if (issue.code === 'invalid_union') return value === null ? { value: undefined } : undefined;
  if (issue.code === 'invalid_value') return readName(value, issue.values.map(String));
  if (issue.code !== 'invalid_type' || value === undefined) return undefined;
  if (value === null) return readNothing(issue.expected);
  if (issue.expected === 'string' && source !== undefined) return { value: source };
  if (issue.expected === 'boolean' && typeof value === 'string') return readBoolean(value.toLowerCase());
  return undefined;
}

/** Empty is unset; protocols may be lower case. */
function readName(value: unknown, names: readonly string[]): { readonly value: unknown } | undefined {
  if (value === null || value === '') return { value: undefined };
  const upper = typeof value === 'string' ? value.toUpperCase() : undefined;
  return upper !== undefined && names.includes('TCP') && names.includes(upper) ? { value: upper } : undefined;
}

/** A label without a value is an empty one; any other field without a value is not there. */
function readNothing(expected: string): { readonly value: unknown } {
  if (expected === 'string') return { value: '' };
  return { value: expected === 'boolean' ? false : undefined };
}

function readBoolean(value: string): { readonly value: boolean } | undefined {
  if (yes.includes(value)) return { value: true };
  return no.includes(value) ? { value: false } : undefined;
}
