import test from 'ava';
import { auditPolicyProblems } from '../../../core/host-settings/audit-policy.js';
import { defaultAuditPolicy } from '../../../core/kubernetes/audit-log.js';

const problemsOf = (text: string) => auditPolicyProblems('policy.yaml', text);
const header = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

test('our own policy is one', (t) => {
  t.deepEqual(problemsOf(defaultAuditPolicy), []);
});

test('a policy with every field is one', (t) => {
  const rules = `
- level: RequestResponse
  users: [a]
  userGroups: [b]
  verbs: [get]
  resources: [{group: "", resources: [pods], resourceNames: [c]}]
  namespaces: [d]
  omitStages: [RequestReceived, Panic]
  omitManagedFields: true
- level: None
  nonResourceURLs: ["/healthz*"]
`;
  t.deepEqual(problemsOf(`${header}metadata: {name: x}\nomitStages: []\nomitManagedFields: false\nrules:${rules}`), []);
});

test('what the API server would not understand is told with line and column', (t) => {
  t.deepEqual(problemsOf(`${header}rules:\n- level: Metdata\n  verb: [get]\n- users: [a]\n`), [
    'policy.yaml:4:10: rules[0].level: expected None, Metadata, Request or RequestResponse, found "Metdata"; did you mean "Metadata"?',
    'policy.yaml:5:3: rules[0].verb: expected a known field, found the unknown verb; did you mean "verbs"?',
    'policy.yaml:6:3: rules[1].level: expected None, Metadata, Request or RequestResponse, found nothing',
  ]);
});

test('a file of another kind, without rules, or that is not YAML is refused', (t) => {
  t.deepEqual(problemsOf('apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: []\n'), [
    'policy.yaml:1:13: apiVersion: expected audit.k8s.io/v1, found "audit.k8s.io/v1beta1"; did you mean "audit.k8s.io/v1"?',
    'policy.yaml:3:8: rules: expected at least one rule, found none',
  ]);
  t.regex(problemsOf('rules: [').join(), /^policy.yaml:1:\d+: expected YAML/);
  t.regex(problemsOf('').join(), /^policy.yaml:1:1: expected a mapping, found nothing/);
});
