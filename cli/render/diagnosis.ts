import type { CheckResult } from '../../core/doctor/run-checks.js';
import { stdoutColors as pc } from './colors.js';

const marks: Readonly<Record<CheckResult['status'], string>> = {
  ok: pc.green('✓'),
  warning: pc.yellow('!'),
  failed: pc.red('✗'),
  unknown: pc.dim('?'),
};

const titles = { host: 'This machine', cluster: 'The cluster' };

/** What the doctor found, for people: what is wrong comes with its code, why it matters, and the cure. */
export function renderDiagnosis(checks: readonly CheckResult[]): string {
  const sections = (['host', 'cluster'] as const).map((scope) => {
    const own = checks.filter((check) => check.scope === scope);
    return own.length === 0 ? '' : `${titles[scope]}\n${own.map(renderCheck).join('')}`;
  });
  return sections.filter((section) => section !== '').join('\n');
}

function renderCheck(check: CheckResult): string {
  const line = ` ${marks[check.status]} ${check.title}: ${check.found}`;
  if (check.status !== 'warning' && check.status !== 'failed') return `${line}\n`;
  return `${line} ${pc.dim(`[${check.code}]`)}\n     ${check.why}\n     Cure: ${check.cure}\n`;
}
