import type { Summary } from './schema.ts';

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
