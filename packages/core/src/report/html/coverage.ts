import { coverageOf } from '../coverage.ts';
import type { CheckReport, ReportedSite } from '../schema.ts';
import { bar } from './bar.ts';
import { chips, openOf, tally } from './standing.ts';
import { htmlTable } from './table.ts';
import { code, shown, unseen } from './text.ts';

interface Group {
  readonly name: string;
  readonly sites: readonly ReportedSite[];
}

/** Sites by any number of names each. What has most to settle comes first, then the largest. */
const groupsOf = (sites: readonly ReportedSite[], namesOf: (site: ReportedSite) => readonly string[]): readonly Group[] => {
  const groups = new Map<string, ReportedSite[]>();
  for (const site of sites) {
    for (const name of new Set(namesOf(site))) {
      const group = groups.get(name);
      if (group) group.push(site);
      else groups.set(name, [site]);
    }
  }
  return [...groups]
    .map(([name, of]) => ({ name, sites: of, open: openOf(tally(of)) }))
    .sort((a, b) => b.open - a.open || b.sites.length - a.sites.length || (a.name < b.name ? -1 : 1));
};

const directoryOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/'))) || '.';

const percent = (sites: readonly ReportedSite[]): string => `${(coverageOf({ sites: sites.length, scoped: tally(sites).scoped }) ?? 0).toFixed(1)} %`;

const nameCell = (name: string, sites: readonly ReportedSite[]): string => `${name}${bar(tally(sites))}`;

const columns = [{ heading: 'Sites', numeric: true }, { heading: 'Proved', numeric: true }];

export const byDirectory = ({ sites }: CheckReport): string =>
  htmlTable({
    caption: 'Coverage by directory',
    noun: 'directories',
    columns: [{ heading: 'Directory' }, ...columns, { heading: 'Verdicts' }],
    rows: groupsOf(sites, (s) => [directoryOf(s.file)]).map(({ name, sites: of }) => [nameCell(code(name), of), of.length.toLocaleString('en-US'), percent(of), chips(tally(of))]),
  });

const operations = ['select', 'insert', 'update', 'delete'] as const;
const isOther = ({ operation }: ReportedSite): boolean => !operations.some((o) => o === operation);

const cell = (sites: readonly ReportedSite[]): string => (sites.length === 0 ? `<span class="none" aria-hidden="true">·</span>${unseen('none')}` : chips(tally(sites)));

/** Statements of other kinds say which they are. */
const otherCell = (sites: readonly ReportedSite[]): string => `${cell(sites)}${sites.length === 0 ? '' : ` <small>${shown([...new Set(sites.map((s) => s.operation))].sort().join(', '))}</small>`}`;

/** Each table with its coverage, and what was proved of each operation on it. A query over two tables counts at both. */
export const byTable = ({ sites }: CheckReport): string => {
  const others = sites.some(isOther);
  return htmlTable({
    caption: 'Verdicts by table and operation',
    noun: 'tables',
    columns: [{ heading: 'Table' }, ...columns, ...operations.map((heading) => ({ heading })), ...(others ? [{ heading: 'other' }] : [])],
    rows: groupsOf(sites, (s) => (s.tables.length === 0 ? [''] : s.tables)).map(({ name, sites: of }) => [
      nameCell(name === '' ? 'no table known' : code(name), of),
      of.length.toLocaleString('en-US'),
      percent(of),
      ...operations.map((o) => cell(of.filter((s) => s.operation === o))),
      ...(others ? [otherCell(of.filter(isOther))] : []),
    ]),
  });
};
