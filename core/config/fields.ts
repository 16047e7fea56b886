import { z } from 'zod';
import { expectation } from './wording.js';

/** What the documentation says of a field. */
interface FieldNotes {
  readonly default?: unknown;
  /** The default in words, where it is not a value. */
  readonly defaultText?: string;
  readonly examples?: unknown[];
}

/** Text that must be there, and what it is. */
export const required = (what: string) => z.string({ error: ({ input }) => expectation(what, input) });

export const text = (description: string, notes: FieldNotes = {}) =>
  z
    .string()
    .meta({ ...notes, description })
    .optional();

export const flag = (description: string) => z.boolean().meta({ description, default: false }).optional();

export const textList = (description: string, notes: FieldNotes = {}) =>
  z
    .array(z.string())
    .meta({ ...notes, description })
    .optional();

/** A list of documents, each written as a block of text; a mapping in its place is the usual mistake. */
export const documentList = (description: string) =>
  z.array(required('text (a block that begins with "|")')).meta({ description }).optional();

export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  description: string,
  notes: FieldNotes = { default: values[0] },
) =>
  z
    .enum(values)
    .meta({ ...notes, description })
    .optional();

/** A whole number from `minimum` on. */
export function count(minimum: 0 | 1, what: string, description: string, notes: FieldNotes = {}) {
  const error = ({ input }: { input?: unknown }) => expectation(`${what} from ${minimum} on`, input);
  return z
    .int({ error })
    .min(minimum, { error })
    .meta({ ...notes, description })
    .optional();
}

/** A TCP or UDP port from `minimum` on. */
export function port(minimum: -1 | 1, description: string, notes: FieldNotes = {}) {
  const error = ({ input }: { input?: unknown }) => expectation(`a port number from ${minimum} to 65535`, input);
  return z
    .int({ error })
    .min(minimum, { error })
    .max(65535, { error })
    .meta({ ...notes, description });
}
