import { oneLine, type Style, tableLines } from '@tenantscope/core';
import type { Finding, Severity } from '../checks/check.ts';
import type { StatementCounts } from '../statements/recorded.ts';
import { type Group, groupsOf } from './groups.ts';
import type { AuditReport, Cell, DatabaseReport, MatrixRow, ProbeReport, RepairReport } from './report.ts';

const marks = (style: Style): Readonly<Record<Severity, (text: string) => string>> => ({ error: style.error, warning: style.warning, info: style.faint });

const placeOf = ({ object: { kind, schema, name } }: Finding): string => oneLine(`${kind} ${schema === undefined || schema === 'public' ? '' : `${schema}.`}${name}`);

export const findingLines = (f: Finding, style: Style): readonly string[] => [
  `${style.place(placeOf(f))}  ${marks(style)[f.severity](`${f.severity} ${f.rule}`)}  ${style.strong(oneLine(f.message))}`,
  `  why: ${oneLine(f.why)}`,
  ...(f.reproduction === undefined ? [] : f.reproduction.split('\n').map((line) => `  shown: ${oneLine(line)}`)),
  ...(f.fix === undefined ? [] : f.fix.split('\n').map((line) => style.faint(`  fix: ${oneLine(line)}`))),
  '',
];

const repairLines = ({ rule, object, sql, tried, why }: RepairReport, style: Style): readonly string[] => [
  `${style.place(oneLine(object.name))}  ${rule}  ${tried === 'works' ? style.good('works on a copy') : style.warning(`${tried}${why === undefined ? '' : `: ${oneLine(why)}`}`)}`,
  ...sql.split('\n').map((line) => `  ${oneLine(line)}`),
];

const short: Readonly<Record<Cell, string>> = { none: '·', shared: 'shared', scoped: 'scoped', unproven: 'unproven', unscoped: 'UNSCOPED' };

const isReached = (row: MatrixRow): boolean => [row.select, row.insert, row.update, row.delete].some((c) => c !== 'none');

const matrixLines = (rows: readonly MatrixRow[]): readonly string[] =>
  tableLines(
    ['role', 'relation', 'select', 'insert', 'update', 'delete'],
    rows.filter(isReached).map((r) => [r.role, r.schema === 'public' ? r.name : `${r.schema}.${r.name}`, short[r.select], short[r.insert], short[r.update], short[r.delete]]),
  );

const percentage = (part: number, whole: number): string => (whole === 0 ? '' : ` (${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} % proved)`);

const coverageLine = ({ coverage: c, incomplete }: DatabaseReport): string =>
  `${String(c.judged)} of role × relation × command: ${String(c.scoped)} scoped, ${String(c.unscoped)} unscoped, ${String(c.unproven)} unproven${percentage(c.scoped, c.judged)}${incomplete.length === 0 ? '' : ', of what could be read'}`;

const statementsLine = (c: StatementCounts): string =>
  `recorded statements: ${String(c.judged)} judged: ${String(c.scoped)} scoped, ${String(c.unscoped)} unscoped, ${String(c.unproven)} unproven; ${String(c.left)} of other roles, or without a table`;

const mostShown = 5;

const probeLines = ({ statements, held, harmless, leaks, tellingKeys, unreached, differences }: ProbeReport): readonly string[] => [
  `probe: ${String(statements)} statements on a copy without data; ${String(held)} attacks held off, ${String(leaks)} got through, ${String(harmless)} reach nothing even as superuser, ${String(unreached.length)} show nothing`,
  ...(tellingKeys.length === 0 ? [] : [oneLine(`  errors tell that other tenants have a row: ${[...new Set(tellingKeys.map((k) => k.index))].join(', ')}`)]),
  ...unreached.slice(0, mostShown).map((u) => oneLine(`  shows nothing: ${u.role} ${u.command} ${u.object}: ${u.why}`)),
  ...(unreached.length > mostShown ? [`  … and ${String(unreached.length - mostShown)} more`] : []),
  ...differences.slice(0, mostShown).map((name) => oneLine(`  not the same in the copy: ${name}`)),
  ...(differences.length > mostShown ? [`  … and ${String(differences.length - mostShown)} more`] : []),
];

const titleLines = ({ names, report: { server, fingerprint } }: Group, style: Style): readonly string[] => {
  const about = server === null ? '' : `  PostgreSQL ${server}, fingerprint ${fingerprint ?? ''}`;
  if (names.length === 1) return [style.strong(oneLine(`${names[0] ?? ''}${about}`))];
  return [style.strong(`${String(names.length)} databases that are the same${about}`), ...names.map((name) => `  ${oneLine(name)}`)];
};

const connectLines = (d: DatabaseReport): readonly string[] => (d.connects.length === 0 ? [] : [...tableLines(['role', 'may connect to'], d.connects.map((c) => [c.role, c.database])), '']);

const groupLines = (group: Group, style: Style, matrix: boolean): readonly string[] => {
  const { report: d } = group;
  return [
    ...titleLines(group, style),
    '',
    ...d.findings.flatMap((f) => findingLines(f, style)),
    ...(matrix && d.matrix.some(isReached) ? [...matrixLines(d.matrix), ''] : []),
    ...(matrix ? connectLines(d) : []),
    ...(d.repairs === undefined || d.repairs.length === 0 ? [] : [style.strong('Repairs'), ...d.repairs.flatMap((r) => repairLines(r, style)), '']),
    ...d.incomplete.map((i) => `${style.error('not read')}  ${oneLine(i.message)}`),
    ...d.assumptions.map((a) => style.faint(`assumed: ${oneLine(a)}`)),
    ...(d.server === null ? [] : [coverageLine(d)]),
    ...(d.statements ? [statementsLine(d.statements)] : []),
    ...(d.probe ? probeLines(d.probe) : []),
    '',
  ];
};

const plural = (n: number, one: string): string => `${String(n)} ${one}${n === 1 ? '' : 's'}`;

/** The report for people: findings, worst first, then who reaches what, then the count. */
export const renderAudit = (report: AuditReport, style: Style, { matrix }: { readonly matrix: boolean }): string => {
  const { summary: s, databases } = report;
  const clean = s.error === 0 && s.warning === 0 && s.incomplete === 0;
  const total = `${plural(s.databases, 'database')}: ${plural(s.error, 'error')}, ${plural(s.warning, 'warning')}, ${String(s.info)} info${s.known > 0 ? `, ${String(s.known)} known` : ''}${s.incomplete > 0 ? `, ${String(s.incomplete)} not read` : ''}`;
  return `${[...groupsOf(databases).flatMap((g) => groupLines(g, style, matrix)), (clean ? style.good : style.strong)(total)].join('\n')}\n`;
};
