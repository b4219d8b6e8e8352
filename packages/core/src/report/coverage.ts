import type { CheckReport, Summary } from './schema.ts';

/** Share of the sites that are proved, in percent, rounded down: 100 means all. No site: undefined. */
export const coverageOf = ({ sites, scoped }: Pick<Summary, 'sites' | 'scoped'>): number | undefined =>
  sites === 0 ? undefined : Math.floor((scoped / sites) * 1000) / 10;

/** `131 query sites: 84 scoped, …`: the line every run ends with. `noun` is what was judged: `query site`, `statement`. */
export const coverageLine = (summary: Summary, noun: string): string => {
  const { sites, scoped, unscoped, unproven, suppressed, escapes, unreadable } = summary;
  const coverage = coverageOf(summary);
  const counts = `${scoped} scoped, ${unscoped} unscoped, ${unproven} unproven, ${suppressed} suppressed, ${unreadable} unreadable`;
  const declared = escapes === 0 ? '' : `; ${escapes} escape${escapes === 1 ? '' : 's'} (crossTenant)`;
  return `${sites} ${noun}${sites === 1 ? '' : 's'}: ${counts}${coverage === undefined ? '' : ` (${coverage.toFixed(1)} % proved)`}${declared}`;
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `41 findings of the baseline and 3 that were there before are not shown`; undefined when nothing is left out. */
export const knownLine = ({ known = [] }: Pick<CheckReport, 'known'>): string | undefined => {
  const count = (because: string): number => known.filter((k) => k.known === because).length;
  const parts = [
    ...(count('baseline') > 0 ? [`${plural(count('baseline'), 'finding')} of the baseline`] : []),
    ...(count('unchanged') > 0 ? [`${plural(count('unchanged'), 'finding')} that ${count('unchanged') === 1 ? 'was' : 'were'} there before`] : []),
  ];
  return parts.length === 0 ? undefined : `not shown: ${parts.join(', ')}`;
};

/** Whether a gate refuses a report: it has a finding, or a site without a proof for which nothing answers. */
export const isRefused = ({ findings, known = [], sites }: CheckReport): boolean => {
  const answered = new Set(known.map((k) => k.fingerprint));
  // A site that is answered for has no rule left.
  return findings.length > 0 || sites.some((s) => s.verdict !== 'scoped' && (s.rule !== undefined || (s.escape ?? s.suppressions) === undefined) && !answered.has(s.fingerprint));
};
