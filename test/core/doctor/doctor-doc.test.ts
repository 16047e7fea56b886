import { readFileSync } from 'node:fs';
import test from 'ava';
import { clusterChecks } from '../../../core/doctor/cluster/index.js';
import { hostChecks } from '../../../core/doctor/host/index.js';
import { symptomCodes } from '../../../core/doctor/symptoms.js';

const headings = [...readFileSync('docs/doctor.md', 'utf8').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
const checks = [...hostChecks, ...clusterChecks].map(({ code }) => code);
const onlyInLogs = symptomCodes.filter((code) => !checks.includes(code));

test('docs/doctor.md has a section for every code and for nothing else, in the order of the checks', (t) => {
  t.deepEqual(headings, [...checks, ...onlyInLogs]);
});

test('every code is one of its own', (t) => {
  t.is(new Set(checks).size, checks.length);
});
