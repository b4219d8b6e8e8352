import { escaped } from './escape.ts';
import { escapeText } from './pretty.ts';
import type { CheckReport, Incomplete, KnownFinding, ReportedFinding, ReportedSite } from './schema.ts';

interface Case {
  readonly file: string;
  readonly name: string;
  readonly outcome: '' | 'failure' | 'error' | 'skipped';
  readonly element: string;
}

const nameOf = (site: Pick<ReportedSite, 'line' | 'function' | 'tables'>, what: string): string =>
  `${site.line}: ${what}${site.tables.length === 0 ? '' : ` of ${site.tables.join(', ')}`}${site.function === '' ? '' : ` in ${site.function}`}`;

const findingText = ({ why, file, line, column, trace }: ReportedFinding): string =>
  [`${file}:${line}:${column}`, why, ...trace.map((t) => `${t.file}:${t.line}  ${t.message}`)].join('\n');

const findingCase = (finding: ReportedFinding): Case => ({
  file: finding.file,
  name: nameOf(finding, finding.rule),
  outcome: 'failure',
  element: `<failure type="${escaped(finding.rule)}" message="${escaped(finding.message)}">${escaped(findingText(finding))}</failure>`,
});

const skipped = (site: Pick<ReportedSite, 'file' | 'line' | 'function' | 'tables'>, what: string, reason: string): Case => ({
  file: site.file,
  name: nameOf(site, what),
  outcome: 'skipped',
  element: `<skipped message="${escaped(reason)}"/>`,
});

const knownCase = (finding: KnownFinding): Case => skipped(finding, finding.rule, finding.known === 'baseline' ? 'in the baseline' : 'there before the change');

/** A query site without findings: proved, or somebody answers for it. */
const siteCase = (site: ReportedSite): Case => {
  if (site.escape) return skipped(site, site.operation, `declared: ${escapeText(site.escape)}`);
  const reasons = (site.suppressions ?? []).map((s) => `${s.rule} ${s.category}: ${s.reason}`);
  return reasons.length > 0 ? skipped(site, site.operation, `suppressed: ${reasons.join('; ')}`) : { file: site.file, name: nameOf(site, site.operation), outcome: '', element: '' };
};

const unreadCase = ({ file = '', line, message }: Incomplete): Case => ({
  file,
  name: `${line === undefined ? '' : `${line}: `}is read`,
  outcome: 'error',
  element: `<error type="incomplete" message="${escaped(message)}"/>`,
});

const caseText = ({ file, name, element }: Case): string => {
  const head = `    <testcase classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}"`;
  return element === '' ? `${head}/>` : `${head}>${element}</testcase>`;
};

const counts = (cases: readonly Case[]): string => {
  const count = (outcome: Case['outcome']): number => cases.filter((c) => c.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
};

const suiteText = (file: string, cases: readonly Case[]): string => [`  <testsuite name="${escaped(file)}" ${counts(cases)}>`, ...cases.map(caseText), '  </testsuite>'].join('\n');

/** JUnit's XML, for the test reports of CI systems: a suite for each file, a case for each finding and for each query site without one. */
export const renderJunit = ({ sites, findings, known = [], incomplete }: CheckReport): string => {
  const clean = sites.filter((s) => s.rule === undefined);
  const cases = [...findings.map(findingCase), ...known.map(knownCase), ...clean.map(siteCase), ...incomplete.map(unreadCase)];
  const files = [...new Set(cases.map((c) => c.file))].sort();
  const suites = files.map((file) => suiteText(file, cases.filter((c) => c.file === file)));
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="tenantscope" ${counts(cases)}>`, ...suites, '</testsuites>', ''].join('\n');
};
