import type { Addition, Comparison, Row } from './compare.js';
import { onPurpose } from './on-purpose.js';
import { reasons } from './reasons.js';

const introduction = `# What is different from upstream's kind

Compared with kind v0.33.0. Scripts written for it work with kind-ts unchanged, but for what is marked *different* below. The tables are
made by running both programs (\`npm run docs\` with \`KIND_UPSTREAM\` set to upstream's), and a test fails when a difference has no reason.
`;

/** docs/differences.md. */
export function differencesDocument(comparison: Comparison): string {
  return [
    introduction,
    onPurpose,
    table('Commands and flags', 'Upstream’s', comparison.interface, () => 'same'),
    table('Behaviour where no engine answers', 'Command line', comparison.behaviour, ({ ours }) => `same: ${ours}`),
    additionsTable(comparison.additions),
  ].join('\n');
}

/** Differences without a reason, and reasons without a difference. */
export function unexplained({ interface: rows, behaviour }: Comparison): string[] {
  const different = [...rows, ...behaviour].filter(({ isSame }) => !isSame);
  const stale = Object.keys(reasons).filter((key) => !different.some(({ subject }) => subject === key));
  return [
    ...different.filter(({ subject }) => !(subject in reasons)).map(({ subject, ours }) => `kind ${subject}: ${ours}`),
    ...stale.map((key) => `kind ${key} is not different`),
  ];
}

function table(title: string, heading: string, rows: readonly Row[], same: (row: Row) => string): string {
  const lines = rows.map((row) => {
    const verdict = row.isSame ? same(row) : `*different*: ${escapeCell(row.ours)}`;
    return `| ${command(row.subject)} | ${verdict} | ${row.isSame ? '' : (reasons[row.subject] ?? '')} |`;
  });
  return `## ${title}\n\n| ${heading} | kind-ts | Why |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

function additionsTable(additions: readonly Addition[]): string {
  const lines = additions.map(({ subject, description }) => `| ${command(subject)} | ${escapeCell(description)} |`);
  return `## What kind-ts adds\n\n| | |\n| --- | --- |\n${lines.join('\n')}\n`;
}

const command = (subject: string): string => `\`${`kind ${subject}`.trim()}\``;

/** What Markdown would take for a tag or for the end of a cell. */
function escapeCell(text: string): string {
  return text.replace(/[<|]/g, '\\$&');
}
