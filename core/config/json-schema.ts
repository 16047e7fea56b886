import { z } from 'zod';
import { v1, v1alpha4 } from './shape.js';

/** As much of JSON Schema as the shapes use. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly defaultText?: string;
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
}

/** The JSON Schemas (draft 7, as editors want it) of the config by `apiVersion`. */
export function configSchemas(): ReadonlyMap<string, JsonSchema> {
  const schemaOf = (shape: z.ZodType) => z.toJSONSchema(shape, { io: 'input', target: 'draft-7' }) as JsonSchema;
  return new Map([
    ['kind.x-k8s.io/v1alpha4', schemaOf(v1alpha4)],
    ['kind-ts.dev/v1', schemaOf(v1)],
  ]);
}
