import { type CheckReport, coverageLine, type ReportedFinding, renderCheck, type Style } from '@tenantscope/core';
import { counted } from './found/guess.ts';
import type { Found } from './found/found.ts';
import { shellWord } from './written/check-command.ts';

/** What the first check found, as the summary needs it. */
export interface FirstCheck {
  readonly report: CheckReport;
  readonly linesOf: (file: string) => readonly string[] | undefined;
  readonly pathOf: (file: string) => string;
}

/** Findings that say of a query only that nothing tells where its tenant comes from. */
const aboutTrust = new Set(['no-untrusted-tenant', 'unproven-value']);

/** The one to look at first: a leak whatever the values are. */
const firstFinding = ({ findings }: CheckReport): ReportedFinding | undefined =>
  findings.find((f) => f.verdict === 'unscoped' && !aboutTrust.has(f.rule)) ?? findings.find((f) => f.verdict === 'unscoped') ?? findings[0];

/** As `check` prints it, without all others. */
const findingText = (finding: ReportedFinding, { report, linesOf, pathOf }: FirstCheck, style: Style): string =>
  renderCheck({ ...report, findings: [finding], sites: [], incomplete: [], assumptions: [] }, { style, linesOf, pathOf }).split('\n\n')[0] ?? '';

const trustLine = ({ findings }: CheckReport): readonly string[] => {
  const count = findings.filter((f) => aboutTrust.has(f.rule)).length;
  return count * 3 > findings.length
    ? [`${count} of the ${counted(findings.length, 'finding')} only say that nothing tells where a tenant comes from: name the types and functions that do in the configuration, or set provenance: 'names'.`]
    : [];
};

export interface Next {
  readonly command: string;
  readonly why: string;
}

const nextSteps = (found: Found, written: readonly string[], check: FirstCheck, finding: ReportedFinding | undefined): readonly Next[] => {
  const { manifest, packageManager } = found;
  return [
    ...(finding ? [{ command: `npx tenantscope explain ${shellWord(`${check.pathOf(finding.file)}:${finding.line}`)}`, why: 'the rows with which it leaks' }] : []),
    ...(manifest.dependencies.has('tenantscope') ? [] : [{ command: `${packageManager.add} tenantscope`, why: 'the same version for everyone' }]),
    ...(written.length > 0 ? [{ command: `git add ${written.map(shellWord).join(' ')}`, why: 'what was written' }] : []),
  ];
};

const nextLines = (steps: readonly Next[], style: Style): readonly string[] => {
  const width = Math.max(0, ...steps.map((s) => s.command.length));
  return steps.length === 0 ? [] : ['next:', ...steps.map((s) => `  ${style.strong(s.command.padEnd(width))}  ${style.faint(s.why)}`)];
};

/** How `init` ends: the coverage line, the first finding, and what to do now. */
export const summaryLines = (found: Found, written: readonly string[], check: FirstCheck, style: Style): readonly string[] => {
  const { report } = check;
  const finding = firstFinding(report);
  return [
    style.strong(coverageLine(report.summary, 'query site')),
    '',
    ...(finding ? [findingText(finding, check, style), ''] : []),
    ...trustLine(report),
    ...nextLines(nextSteps(found, written, check, finding), style),
  ];
};
