import { configSchemas, type JsonSchema } from './json-schema.js';

/** JSON Schemas by `apiVersion`, for editors: defaults that are no values are told in the descriptions. */
export function editorSchemas(): ReadonlyMap<string, JsonSchema> {
  return new Map([...configSchemas()].map(([version, schema]) => [version, forEditors(schema)]));
}

function forEditors({ defaultText, ...schema }: JsonSchema): JsonSchema {
  const { items, properties, anyOf, additionalProperties } = schema;
  const values = Object.entries(properties ?? {}).map(([name, field]) => [name, forEditors(field)]);
  return {
    ...schema,
    ...(defaultText ? { description: `${schema.description ?? ''} Default: ${defaultText}.`.trim() } : {}),
    ...(properties ? { properties: Object.fromEntries(values) } : {}),
    ...(items ? { items: forEditors(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(forEditors) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: forEditors(additionalProperties) } : {}),
  };
}
