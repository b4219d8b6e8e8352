import { oneLine } from './printable.ts';
import type { Style } from './style.ts';
import { tableLines } from './table.ts';

/** A proof as it is explained. */
export interface ExplainedProof {
  readonly verdict: 'scoped' | 'unscoped' | 'unproven';
  readonly refusals: readonly { readonly rule: string; readonly message: string; readonly why: string }[];
  readonly steps: readonly { readonly table: string; readonly alias: string; readonly by: readonly string[] }[];
}

/** What a statement returned or left behind in one of two databases. */
export interface ExplainedOutcome {
  readonly result: readonly string[];
  /** Rows of other tenants that the statement changed: as they were, and as they became. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The tenant's own rows afterwards; empty for a statement that writes nothing. */
  readonly own: readonly string[];
}

/** Two databases that agree on the tenant's rows, in which the statement does not do the same. */
export interface ExplainedRows {
  readonly kind: string;
  /** The statement as it was run. */
  readonly sql: string;
  readonly tenants: readonly [own: string, ...strangers: string[]];
  readonly tables: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly rows: readonly { readonly owner: string; readonly in: string; readonly cells: readonly (string | null)[] }[];
  }[];
  readonly one: ExplainedOutcome;
  readonly two: ExplainedOutcome;
}

/** No rows were found: how hard was looked. */
export interface ExplainedSearch {
  readonly tries: number;
  readonly ran: number;
  readonly errors: readonly string[];
}

const mark = (style: Style, verdict: ExplainedProof['verdict']): string => ({ scoped: style.good, unscoped: style.error, unproven: style.warning })[verdict](verdict);

/** The verdict with its reasons; a scoped one with each step from the table's tenant column to the tenant. */
export const renderProof = ({ verdict, refusals, steps }: ExplainedProof, style: Style): readonly string[] => {
  if (verdict !== 'scoped') return [mark(style, verdict), ...refusals.flatMap((r) => [`  ${style.strong(r.rule)}  ${oneLine(r.message)}`, `    why: ${oneLine(r.why)}`])];
  if (steps.length === 0) return [`${mark(style, verdict)}: it reads and writes no tenant-owned rows`];
  return [mark(style, verdict), ...steps.flatMap((s) => [`  ${style.strong(oneLine(s.alias === s.table ? s.table : `${s.table} as ${s.alias}`))}`, ...s.by.map((by) => `    ${oneLine(by)}`)])];
};

const letters = ['A', 'B', 'C'] as const;

/** Tenants by their letters, wherever their ids stand. */
const lettered = (text: string, tenants: ExplainedRows['tenants']): string =>
  tenants.reduce((shown, id, i) => (id.length < 3 ? shown : shown.replaceAll(id, letters[i] ?? id)), text);

const heads: Readonly<Record<string, string>> = {
  'the result depends on rows of other tenants': 'These rows of other tenants reach tenant A',
  'rows of other tenants changed': 'These rows of other tenants are changed on behalf of tenant A',
  'rows of the tenant were made to refer to rows of other tenants': 'Rows of tenant A come to refer to these rows of other tenants',
  'the effect on the tenant’s rows depends on rows of other tenants': 'These rows of other tenants decide what tenant A’s rows become',
};

const whose: Readonly<Record<string, string>> = { own: 'A', foreign: 'other', shared: 'everyone' };

/** Many columns say nothing here: those the statement names, and the first two, stay. */
const shownColumns = (columns: readonly string[], sql: string): readonly number[] => {
  const all = columns.map((_, i) => i);
  if (columns.length <= 6) return all;
  return all.filter((i) => i < 2 || new RegExp(`\\b${(columns[i] ?? '').replaceAll(/\W/g, '.')}\\b`, 'i').test(sql));
};

type ShownTable = ExplainedRows['tables'][number];

const isNamed = ({ table }: ShownTable, sql: string): boolean => new RegExp(`\\b${table.split('.').at(-1)?.replaceAll(/\W/g, '.') ?? ''}\\b`, 'i').test(sql);

const isTold = ({ rows }: ShownTable): boolean => rows.some((r) => r.owner === 'foreign');

/** The tables that the statement names; all of them where a view or a function hides which rows of others it reads. */
const shownTables = ({ tables, sql }: ExplainedRows): readonly ShownTable[] => {
  const named = tables.filter((t) => isNamed(t, sql));
  return named.some(isTold) ? named : tables;
};

const leftOut = (rows: ExplainedRows, style: Style): readonly string[] => {
  const shown = shownTables(rows);
  const others = rows.tables.filter((t) => !shown.includes(t)).map((t) => oneLine(t.table));
  return others.length === 0 ? [] : [`  ${style.faint(`rows that foreign keys ask for are not shown: ${others.join(', ')}`)}`];
};

const rowsOf = (rows: ExplainedRows, style: Style): readonly string[] =>
  shownTables(rows).flatMap(({ table, columns, rows: listed }) => {
    const at = shownColumns(columns, rows.sql);
    const cells = listed.map((r) => [r.in, whose[r.owner] ?? r.owner, ...at.map((i) => lettered(r.cells[i] ?? 'NULL', rows.tenants))]);
    const [head = '', ...lines] = tableLines(['database', 'whose', ...at.map((i) => columns[i] ?? '')], cells);
    return [`  ${style.strong(oneLine(table))}`, `    ${style.faint(head)}`, ...lines.map((l) => `    ${l}`)];
  });

const listed = (title: string, lines: readonly string[], { tenants }: ExplainedRows): readonly string[] =>
  lines.length === 0 ? [`  ${title}: no rows`] : [`  ${title}:`, ...lines.slice(0, 20).map((l) => `    ${oneLine(lettered(l, tenants))}`), ...(lines.length > 20 ? [`    … ${lines.length - 20} more`] : [])];

const outcomeLines = (rows: ExplainedRows): readonly string[] => {
  if (rows.kind === 'rows of other tenants changed') {
    const changed = rows.one.before.length + rows.one.after.length > 0 ? rows.one : rows.two;
    return [...listed('before', changed.before, rows), ...listed('after', changed.after, rows)];
  }
  const part = rows.kind === 'the result depends on rows of other tenants' ? 'result' : 'own';
  const name = part === 'own' ? 'A’s rows afterwards' : 'the result';
  return [...listed(`${name} in database 1`, rows.one[part], rows), ...listed(`${name} in database 2`, rows.two[part], rows)];
};

/** A counter-example as small tables. */
export const renderRows = (rows: ExplainedRows, style: Style): readonly string[] => {
  const names = rows.tenants.map((id, i) => `${letters[i] ?? '?'} = ${id}`).join(', ');
  return [
    `${style.strong(heads[rows.kind] ?? rows.kind)}, as PostgreSQL shows in two databases that agree on A’s rows:`,
    ...rowsOf(rows, style),
    ...leftOut(rows, style),
    `  ${style.faint(`run as: ${oneLine(lettered(rows.sql, rows.tenants))}`)}`,
    ...outcomeLines(rows),
    `  ${style.faint(oneLine(names))}`,
  ];
};

/** That no rows were found, and how hard was looked. */
export const renderSearch = ({ tries, ran, errors }: ExplainedSearch): readonly string[] => [
  `no rows were found with which it leaks: it ran in ${ran} of ${tries} pairs of databases`,
  ...(ran === 0 && errors[0] !== undefined ? [`  it failed: ${oneLine(errors[0])}`] : []),
];
