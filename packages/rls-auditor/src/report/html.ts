import { chip, escaped, htmlPage, htmlTable, pageHead, printable, shown, unread } from '@tenantscope/core';
import type { Finding } from '../checks/check.ts';
import { version } from '../version.ts';
import { type Group, groupsOf } from './groups.ts';
import type { AuditReport, Cell, DatabaseReport } from './report.ts';

const placeOf = ({ object: { kind, schema, name } }: Finding): string => `${kind} ${schema === undefined ? '' : `${schema}.`}${name}`;

const marks = { error: 'unscoped', warning: 'unproven', info: 'suppressed' } as const;

const shownSql = (title: string, sql: string | undefined): string => (sql === undefined ? '' : `<p>${title}</p><pre>${escaped(sql.split('\n').map(printable).join('\n'))}</pre>`);

const findingHtml = (f: Finding): string => `<article class="group ${marks[f.severity]}">
<h3>${shown(placeOf(f))} — ${shown(f.message)}</h3>
<p>${chip(marks[f.severity], f.severity)} <code>${f.rule}</code> · threat: ${f.threat}</p>
<p>${shown(f.why)}</p>
${shownSql('Shown by', f.reproduction)}${shownSql('Repair', f.fix)}
</article>`;

const cellHtml = (cell: Cell): string => (cell === 'none' ? '·' : cell === 'shared' ? cell : chip(cell, cell));

const matrixHtml = ({ matrix }: DatabaseReport, name: string): string =>
  matrix.length === 0
    ? ''
    : `<h3>Who reaches what</h3>\n${htmlTable({
        caption: `Who reaches what in ${name}`,
        noun: 'rows',
        columns: ['Relation', 'Role', 'select', 'insert', 'update', 'delete'].map((heading) => ({ heading })),
        rows: matrix.map((row) => [shown(`${row.schema}.${row.name}`), shown(row.role), ...[row.select, row.insert, row.update, row.delete].map(cellHtml)]),
      })}`;

const connectsHtml = ({ connects }: DatabaseReport, name: string): string =>
  connects.length === 0
    ? ''
    : `<h3>Other databases of the cluster</h3>\n${htmlTable({
        caption: `Who may connect to other databases than ${name}`,
        noun: 'rows',
        columns: ['Role', 'may connect to'].map((heading) => ({ heading })),
        rows: connects.map((c) => [shown(c.role), shown(c.database)]),
      })}`;

const aboutHtml = ({ server, fingerprint, coverage: c, probe }: DatabaseReport): string =>
  [
    ...(server === null ? [] : [`<p class="intro">PostgreSQL ${shown(server)}, fingerprint <code>${fingerprint ?? ''}</code>. ${String(c.judged)} of role × relation × command: ${String(c.scoped)} scoped, ${String(c.unscoped)} unscoped, ${String(c.unproven)} unproven.</p>`]),
    ...(probe === undefined ? [] : [`<p class="intro">Probe: ${String(probe.statements)} statements; ${String(probe.held)} attacks held off, ${String(probe.leaks)} got through, ${String(probe.unreached.length)} show nothing.</p>`]),
  ].join('\n');

const assumptionsHtml = ({ assumptions }: DatabaseReport): string => (assumptions.length === 0 ? '' : `<h3>Assumptions</h3>\n<ul>${assumptions.map((a) => `<li>${shown(a)}</li>`).join('')}</ul>`);

const groupHtml = ({ report, names }: Group): string => {
  const title = names.map(shown);
  return `<section>
<h2>${title.join('<br>')}</h2>
${aboutHtml(report)}
${report.findings.map(findingHtml).join('\n')}
${matrixHtml(report, title[0] ?? '')}
${connectsHtml(report, title[0] ?? '')}
${assumptionsHtml(report)}
</section>`;
};

const plural = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

const headOf = ({ summary: s }: AuditReport): string => {
  const state = s.error > 0 || s.incomplete > 0 ? 'bad' : s.warning > 0 ? 'open' : 'good';
  return pageHead({
    about: 'rls-audit',
    state,
    word: s.incomplete > 0 ? 'Incomplete' : state === 'good' ? 'Proved' : 'Not proved',
    headline: s.error > 0 ? `${plural(s.error, 'error')} in how the database keeps tenants apart` : s.warning > 0 ? `${plural(s.warning, 'warning')} about how the database keeps tenants apart` : s.incomplete > 0 ? 'Not everything could be read' : 'The database keeps tenants apart',
    line: `${plural(s.databases, 'database')}: ${plural(s.error, 'error')}, ${plural(s.warning, 'warning')}, ${String(s.info)} info, ${String(s.known)} known, ${String(s.incomplete)} not read`,
  });
};

/** Of one database nobody has to be told which. */
const unreadOf = (groups: readonly Group[], databases: number): string =>
  unread(groups.flatMap(({ report: { incomplete }, names }) => incomplete.map(({ message }) => ({ message: databases === 1 ? message : `${names.join(', ')}: ${message}` }))));

/** One page that needs nothing else: findings, and who reaches what. */
export const renderHtml = (report: AuditReport): string => {
  const groups = groupsOf(report.databases);
  return htmlPage({
    title: 'rls-audit',
    by: `rls-audit ${version()}`,
    body: [headOf(report), unreadOf(groups, report.databases.length), ...groups.map(groupHtml)].join('\n'),
  });
};
