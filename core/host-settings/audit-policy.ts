import { z } from 'zod';
import { readDocument } from '../config/document.js';
import type { Path } from '../config/problems.js';
import { didYouMean } from '../config/suggest.js';
import { describeIssue, oneOf } from '../config/wording.js';

const texts = z.array(z.string()).optional();
const stages = z.array(z.enum(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'])).optional();

const rule = z.strictObject({
  level: z.enum(['None', 'Metadata', 'Request', 'RequestResponse']),
  users: texts,
  userGroups: texts,
  verbs: texts,
  resources: z
    .array(z.strictObject({ group: z.string().optional(), resources: texts, resourceNames: texts }))
    .optional(),
  namespaces: texts,
  nonResourceURLs: texts,
  omitStages: stages,
  omitManagedFields: z.boolean().optional(),
});

/** `audit.k8s.io/v1`; the API server would only write to its log what it does not understand. */
const policy = z.strictObject({
  apiVersion: z.literal('audit.k8s.io/v1'),
  kind: z.literal('Policy'),
  metadata: z.record(z.string(), z.unknown()).optional(),
  omitStages: stages,
  omitManagedFields: z.boolean().optional(),
  rules: z.array(rule).min(1, { error: 'expected at least one rule, found none' }),
});

/** What is wrong with an audit policy, one line each, with file, line and column. */
export function auditPolicyProblems(file: string, text: string): string[] {
  const document = readDocument(file, text);
  const { problems, value } = document;
  if (problems.list().length > 0) return problems.list();
  const result = policy.safeParse(value, { error: describeIssue });
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.split(', ');
      for (const key of issue.keys) problems.report([...path, key], unknownField(key, known), 'key');
    } else problems.report(path, issue.message);
  }
  return problems.list();
}

function unknownField(key: string, known: readonly string[]): string {
  const hint = didYouMean(key, known);
  return `expected ${hint === '' ? oneOf(known) : 'a known field'}, found the unknown ${key}${hint}`;
}
