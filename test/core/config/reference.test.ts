import { readFileSync } from 'node:fs';
import test from 'ava';
import { configSchemas, type JsonSchema } from '../../../core/config/json-schema.js';
import { generatedDocs } from '../../../scripts/generate-docs.js';

for (const [file, generate] of generatedDocs)
  test(`${file} is what npm run docs writes`, (t) => {
    t.is(readFileSync(file, 'utf8'), generate());
  });

for (const [version, schema] of configSchemas()) {
  test(`every field of the JSON Schema of ${version} has a description`, (t) => {
    t.deepEqual(fieldsWithoutDescription(schema, []), []);
  });

  test(`the JSON Schema of ${version} allows no unknown field`, (t) => {
    t.is(schema.additionalProperties, false);
    t.is(schema.properties?.nodes?.items?.additionalProperties, false);
    t.deepEqual(schema.required, ['apiVersion', 'kind']);
  });
}

test('v1 has every field of v1alpha4', (t) => {
  const schemas = configSchemas();
  const names = (version: string) => Object.keys(schemas.get(version)?.properties ?? {});
  const v1 = names('kind-ts.dev/v1');
  t.deepEqual(
    names('kind.x-k8s.io/v1alpha4').filter((name) => !v1.includes(name)),
    [],
  );
  t.deepEqual(
    v1.filter((name) => !names('kind.x-k8s.io/v1alpha4').includes(name)),
    ['provider', 'cni', 'storage', 'imageLoader', 'audit', 'caCertificates', 'registryCredentials', 'plugins', 'hosts'],
  );
});

function fieldsWithoutDescription(schema: JsonSchema, path: readonly string[]): string[] {
  const fields = Object.entries(schema.properties ?? {});
  return [
    ...fields.filter(([, field]) => !field.description).map(([name]) => [...path, name].join('.')),
    ...fields.flatMap(([name, field]) => fieldsWithoutDescription(field, [...path, name])),
    ...(schema.items === undefined ? [] : fieldsWithoutDescription(schema.items, [...path, '[]'])),
    ...(schema.anyOf ?? []).flatMap((branch) => fieldsWithoutDescription(branch, path)),
  ];
}
