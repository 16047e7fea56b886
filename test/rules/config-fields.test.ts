import test from 'ava';
import { configSchemas, type JsonSchema } from '../../core/config/json-schema.js';
import { allFieldSuites } from '../live/config-fields/suites.js';

/** `nodes.extraMounts.hostPath`: every field that has no fields of its own. */
function leaves(schema: JsonSchema, path: string): string[] {
  const { properties } = schema.items ?? schema;
  if (properties === undefined) return [path];
  return Object.entries(properties).flatMap(([name, field]) => leaves(field, path === '' ? name : `${path}.${name}`));
}

test('a live test sees the effect of every field of v1alpha4, and names no other', (t) => {
  const schema = configSchemas().get('kind.x-k8s.io/v1alpha4');
  const seen = allFieldSuites.flatMap(({ tests }) => tests.flatMap(({ fields }) => fields));
  t.deepEqual([...new Set(seen)].sort(), leaves(schema ?? {}, '').sort());
});
