import { configSchemas, type JsonSchema } from './json-schema.js';

const introduction = `# The config

\`kind create cluster --config kind.yaml\` reads a config, \`--config -\` reads it from standard input, and without one the
cluster is a single control plane. Nothing is created before the whole config has been checked; every problem is
reported at once, with its line and column.

There are two versions. \`kind.x-k8s.io/v1alpha4\` is the format of upstream kind. \`kind-ts.dev/v1\` has everything that
v1alpha4 has, and the fields marked *v1* below. YAML is read as upstream reads it: version 1.1, with anchors and merge
keys. An unknown field is an error.

\`kind config validate\` checks a config without creating anything, \`kind config view\` shows it with every default filled
in, and \`kind config convert\` brings it to the other version. For completion and checks while you type, let your editor know
the JSON Schema: \`kind config schema >kind.schema.json\` (or take [v1.json](schema/v1.json) or
[v1alpha4.json](schema/v1alpha4.json)), and begin the config with

\`\`\`yaml
# yaml-language-server: $schema=kind.schema.json
\`\`\`

The command line wins over the environment, and that over the config: \`--name\`, then \`KIND_CLUSTER_NAME\`, then \`name\`;
\`--provider\`, then \`KIND_PROVIDER\` or \`KIND_EXPERIMENTAL_PROVIDER\`, then \`provider\`; \`--image\`, then each node's \`image\`.
`;

/** The reference of both config versions in Markdown, generated from their shapes; `example` is a full config. */
export function configReference(example: string): string {
  const schemas = configSchemas();
  const [v1, v1alpha4] = [schemas.get('kind-ts.dev/v1') ?? {}, schemas.get('kind.x-k8s.io/v1alpha4') ?? {}];
  const older = objectsOf(v1alpha4);
  const sections = [...objectsOf(v1)].map(([title, object]) => section(title, object, older.get(title)));
  return [introduction, ...sections, `## Example\n\n\`\`\`yaml\n${example.trimEnd()}\n\`\`\`\n`].join('\n');
}

/** Every titled object once, from the outside in. */
function objectsOf(root: JsonSchema): Map<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const queue = [root];
  for (const schema of queue) {
    if (schema.properties !== undefined && schema.title !== undefined && !found.has(schema.title))
      found.set(schema.title, schema);
    queue.push(...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []));
    if (schema.items !== undefined) queue.push(schema.items);
  }
  return found;
}

function section(title: string, object: JsonSchema, older: JsonSchema | undefined): string {
  const rows = Object.entries(object.properties ?? {}).map(([name, field]) => {
    const mark = older === undefined || older.properties?.[name] !== undefined ? '' : ' *v1*';
    const fallback = object.required?.includes(name) ? 'required' : fallbackText(field);
    return `| \`${name}\`${mark} | ${typeText(field)} | ${fallback} | ${meaning(field)} |`;
  });
  const mark = older === undefined ? 'Only in `kind-ts.dev/v1`.\n\n' : '';
  return `## ${title}\n\n${mark}| Field | Type | Default | Meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function meaning({ description = '', examples = [] }: JsonSchema): string {
  const shown = examples.map((example) => code(typeof example === 'string' ? example : JSON.stringify(example)));
  return shown.length === 0 ? description : `${description} Example: ${shown.join(', ')}.`;
}

function fallbackText(field: JsonSchema): string {
  return field.defaultText ?? (field.default === undefined ? '' : code(String(field.default)));
}

function typeText(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' or ');
  if (schema.title !== undefined && schema.properties !== undefined)
    return `[${schema.title}](#${schema.title.toLowerCase()})`;
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.items !== undefined) return `list of ${typeText(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') return mappingText(schema.additionalProperties);
  return typeNames[schema.type ?? ''] ?? 'anything';
}

function mappingText(values: JsonSchema): string {
  return `mapping of names to ${typeText(values)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'boolean',
};

function code(text: string): string {
  return `\`${text}\``;
}
