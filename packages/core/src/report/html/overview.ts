import { coverageLine } from '../coverage.ts';
import type { CheckReport } from '../schema.ts';
import { bar } from './bar.ts';
import { pageHead } from './page-head.ts';
import { signs, type Standing, standings, tally } from './standing.ts';
import { counted } from './text.ts';

const meanings: Readonly<Record<Standing, string>> = {
  scoped: 'proved: what they read and write stays inside one tenant',
  suppressed: 'not proved, but somebody answers for each with a reason',
  unproven: 'no proof was found, and no counter-example',
  unscoped: 'a counter-example exists: other tenants’ rows are reached',
};

const clean = ({ summary: { sites, suppressed }, incomplete }: CheckReport): string => {
  if (sites === 0) return 'No query was judged, so nothing is proved';
  const which = incomplete.length > 0 ? 'Every query that was read' : 'Every query';
  return `${which} is proved to stay inside one tenant${suppressed > 0 ? ', or answered for' : ''}`;
};

/** What the page says in one line: the worst first. */
const headline = (report: CheckReport): string => {
  const { sites, unscoped, unproven } = report.summary;
  if (unscoped > 0) return `${unscoped.toLocaleString('en-US')} of ${counted(sites, 'query site')} ${unscoped === 1 ? 'reaches' : 'reach'} other tenants’ rows`;
  if (unproven > 0) return `${unproven.toLocaleString('en-US')} of ${counted(sites, 'query site')} ${unproven === 1 ? 'is' : 'are'} not proved to stay inside one tenant`;
  if (report.findings.length > 0) return `${counted(report.findings.length, 'finding')} to settle`;
  return clean(report);
};

const state = ({ summary, findings, incomplete }: CheckReport): 'good' | 'open' | 'bad' => {
  if (incomplete.length > 0 || summary.unscoped > 0) return 'bad';
  return summary.sites === 0 || summary.unproven > 0 || findings.length > 0 ? 'open' : 'good';
};

const words = { bad: 'Not proved', open: 'Not proved', good: 'Proved' } as const;

/** The outcome, and the coverage line that every run ends with. */
export const checkHead = (report: CheckReport, project: string | undefined): string => {
  const at = state(report);
  return pageHead({
    about: `Tenant isolation${project === undefined ? '' : ` · ${project}`}`,
    state: at,
    word: report.incomplete.length > 0 ? 'Incomplete' : words[at],
    headline: headline(report),
    line: coverageLine(report.summary, 'query site'),
  });
};

const tile = (standing: Standing, count: number): string =>
  `<div class="${standing}"><dt><span aria-hidden="true">${signs[standing]}</span> ${standing}</dt><dd><strong>${count.toLocaleString('en-US')}</strong> ${meanings[standing]}</dd></div>`;

/** How many query sites there are of each verdict, and what the verdicts mean. */
export const checkCounts = ({ sites }: CheckReport): string => {
  if (sites.length === 0) return '<p class="intro">A query site is a call on a handle of a database library, found by its type. None was found: that is no sign that data is safe.</p>';
  const counts = tally(sites);
  return `<div class="counts">${bar(counts)}\n<dl class="tiles">\n${standings.map((s) => tile(s, counts[s])).join('\n')}\n</dl></div>`;
};
