import type { z } from 'zod';
import { didYouMean } from './suggest.js';

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
};

/** Says what the shape expected and what it found; for unknown fields, the names of the known ones. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expectation(typeNames[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return `${expectation(oneOf(issue.values.map(String)), issue.input)}${didYouMean(issue.input, issue.values.map(String))}`;
    case 'unrecognized_keys':
      return fieldsOf(issue.inst).join(', ');
    default:
      return expectation('something else', issue.input);
  }
}

/** `expected …, found …` */
export function expectation(expected: string, found: unknown): string {
  return `expected ${expected}, found ${show(found)}`;
}

/** `a, b or c` */
export function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** A value in a few words. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
}

function fieldsOf(schema: unknown): string[] {
  const shape = (schema as z.ZodObject | undefined)?.shape;
  return shape === undefined ? [] : Object.keys(shape);
}
