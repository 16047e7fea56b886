import { parse, stringify } from 'yaml';

export type OutputFormat = 'json' | 'yaml' | 'table';

/** A heading, and what stands below it. */
export type Column<T> = readonly [heading: string, cell: (record: T) => string | number | undefined];

/** What `--output` prints: every field for programs, the columns for people. Ends with a line feed. */
export function renderRecords<T extends object>(
  records: readonly T[],
  format: OutputFormat,
  columns: readonly Column<T>[],
): string {
  switch (format) {
    case 'json':
    case 'yaml':
      return renderValue(records, format);
    case 'table':
      return table([
        columns.map(([heading]) => heading),
        ...records.map((record) => columns.map(([, cell]) => String(cell(record) ?? '-'))),
      ]);
  }
}

function renderValue(value: unknown, format: 'json' | 'yaml'): string {
  return format === 'json' ? `${JSON.stringify(value, undefined, 2)}\n` : stringify(value);
}

export function yamlToJson(text: string): string {
  return renderValue(parse(text), 'json');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('   '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

const ageUnits = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** How long ago it was, in the largest unit that is worth two of it, as kubectl has it. */
export function age(createdAt: string | undefined, now = Date.now()): string | undefined {
  if (createdAt === undefined) return undefined;
  const seconds = Math.max(0, Math.floor((now - Date.parse(createdAt)) / 1000));
  const [unit, length] = ageUnits.find(([, size]) => seconds >= 2 * size) ?? ['s', 1];
  return `${Math.floor(seconds / length)}${unit}`;
}
