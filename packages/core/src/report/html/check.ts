import type { CheckReport } from '../schema.ts';
import { answeredSection } from './answered.ts';
import { byDirectory, byTable } from './coverage.ts';
import { filterBox } from './filter.ts';
import type { SourceOptions } from './finding.ts';
import { invalidSection, knownSection, unprovenSection, unscopedSection } from './findings.ts';
import { checkCounts, checkHead } from './overview.ts';
import { htmlPage } from './page.ts';
import { ruleNotes } from './rule-notes.ts';
import { contents, type Section, sectionHtml } from './section.ts';
import { shown } from './text.ts';
import { unread } from './unread.ts';

export interface HtmlOptions extends SourceOptions {
  /** Of the program that checked. */
  readonly version: string;
  /** What was checked, as its people call it. */
  readonly project?: string | undefined;
}

const coverageSection = (report: CheckReport): Section => ({
  id: 'coverage', title: 'Coverage', count: report.sites.length, noun: 'query site',
  intro: 'Every query site of the code that was read, by where it stands and by the tables that it reaches. What has most to settle comes first.',
  body: `<h3>By directory</h3>\n${byDirectory(report)}\n<h3>By table and operation</h3>\n${byTable(report)}`,
});

const assumptionsSection = ({ assumptions }: CheckReport): Section => ({
  id: 'assumptions', title: 'Assumptions', count: assumptions.length, noun: 'assumption',
  intro: 'The proofs hold where these do.',
  body: `<ul>\n${assumptions.map((a) => `<li>${shown(a)}</li>`).join('\n')}\n</ul>`,
});

const said = (sections: readonly Section[]): readonly Section[] => sections.filter(({ count }) => count > 0);

/** The report of `check` as one page that needs nothing else. The same report gives the same bytes. */
export const renderHtml = (report: CheckReport, options: HtmlOptions): string => {
  const before = said([coverageSection(report)]);
  const findings = said([unscopedSection(report, options), unprovenSection(report, options), invalidSection(report, options), knownSection(report, options)]);
  const after = said([answeredSection(report), assumptionsSection(report), ruleNotes(report)]);
  const filter = findings.length > 0;
  const parts = [
    checkHead(report, options.project),
    unread(report.incomplete),
    checkCounts(report),
    contents([...before, ...findings, ...after]),
    ...before.map(sectionHtml),
    ...(filter ? [filterBox] : []),
    ...[...findings, ...after].map(sectionHtml),
  ];
  return htmlPage({
    title: `Tenant isolation${options.project === undefined ? '' : `: ${options.project}`}`,
    by: `tenantscope ${options.version}`,
    body: parts.filter((part) => part !== '').join('\n'),
    filter,
  });
};
