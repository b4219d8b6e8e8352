import { existsSync } from 'node:fs';
import { shownPath } from '@tenantscope/command';
import { type CheckReport, coverageLine, type ReportedFinding, renderCheck, type Style } from '@tenantscope/core';
import { baselinePath } from '../gate/baseline.ts';
import { isAside, isServing } from './found/aside.ts';
import { counted } from '../output/counted.ts';
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

/** A leak whatever the values are, of the product itself, comes first. */
const rank = ({ verdict, rule, file }: ReportedFinding): number =>
  (isAside(file) ? 16 : isServing(file) ? 0 : 2) + (verdict === 'unscoped' ? 0 : 8) + (aboutTrust.has(rule) ? 4 : 0) + (rule === 'no-unscoped-query' ? 0 : 1);

const firstFinding = ({ findings }: CheckReport): ReportedFinding | undefined =>
  findings.reduce<ReportedFinding | undefined>((best, f) => (best && rank(best) <= rank(f) ? best : f), undefined);

/** As `check` prints it, without all others. */
const findingText = (finding: ReportedFinding, { report, linesOf, pathOf }: FirstCheck, style: Style): string =>
  renderCheck({ ...report, findings: [finding], sites: [], incomplete: [], assumptions: [] }, { style, linesOf, pathOf }).split('\n\n')[0] ?? '';

const trustLine = ({ findings }: CheckReport): readonly string[] => {
  const count = findings.filter((f) => aboutTrust.has(f.rule)).length;
  return count * 10 > findings.length
    ? [`${count} of the ${counted(findings.length, 'finding')} only say that nothing tells where a tenant comes from: name the types and functions that do in the configuration, or set provenance: 'names'.`]
    : [];
};

interface Next {
  readonly command: string;
  readonly why: string;
}

const nextSteps = ({ directory, schema }: Found, written: readonly string[], check: FirstCheck, finding: ReportedFinding | undefined): readonly Next[] => {
  const here = shownPath(directory);
  const hasBaseline = existsSync(baselinePath(directory, undefined));
  return [
    ...(finding ? [{ command: `npx tenantscope explain ${shellWord(`${check.pathOf(finding.file)}:${finding.line}`)}`, why: schema.migrations ? 'the rows with which it leaks' : 'what is known of it' }] : []),
    { command: ['npx tenantscope check', ...(here === '.' ? [] : [shellWord(here)]), ...(hasBaseline ? ['--no-baseline'] : [])].join(' '), why: `every finding${hasBaseline ? ', those of the baseline too' : ''}` },
    ...(written.length > 0 ? [{ command: `git add ${written.map(shellWord).join(' ')}`, why: 'what was written' }] : []),
  ];
};

const nextLines = (steps: readonly Next[], style: Style): readonly string[] => {
  const width = Math.max(...steps.map((s) => s.command.length));
  return ['next:', ...steps.map((s) => `  ${style.strong(s.command)}${' '.repeat(width - s.command.length)}  ${style.faint(s.why)}`)];
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
