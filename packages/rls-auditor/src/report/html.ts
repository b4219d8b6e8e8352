import { escaped } from '@tenantscope/core';
import type { Finding } from '../checks/check.ts';
import { type Group, groupsOf } from './groups.ts';
import type { AuditReport, MatrixRow } from './report.ts';

const css = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem }
th, td { border: 1px solid #8884; padding: .25rem .6rem; text-align: left }
pre { background: #8882; padding: .6rem; overflow-x: auto; font-size: .85rem }
article { border-left: .3rem solid #8886; padding-left: .8rem; margin: 1rem 0 }
.error { border-color: #d33 } .warning { border-color: #c80 } .info { border-color: #38c }
.unscoped { background: #d336; font-weight: bold } .unproven { background: #c806 } .scoped { background: #3a34 } .none { opacity: .4 }
`;

const placeOf = ({ object: { kind, schema, name } }: Finding): string => `${kind} ${schema === undefined ? '' : `${schema}.`}${name}`;

const findingHtml = (f: Finding): string =>
  [
    `<article class="${f.severity}">`,
    `<h3>${escaped(placeOf(f))} — ${escaped(f.message)}</h3>`,
    `<p>${f.severity} · <code>${f.rule}</code> · threat: ${f.threat}</p>`,
    `<p>${escaped(f.why)}</p>`,
    ...(f.reproduction === undefined ? [] : [`<p>Shown by</p><pre>${escaped(f.reproduction)}</pre>`]),
    ...(f.fix === undefined ? [] : [`<p>Repair</p><pre>${escaped(f.fix)}</pre>`]),
    '</article>',
  ].join('\n');

const tableHtml = (head: readonly string[], rows: readonly string[]): string => `<table>\n<thead><tr>${head.map((h) => `<th>${h}</th>`).join('')}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;

const rowHtml = (row: MatrixRow): string =>
  `<tr><td>${escaped(row.role)}</td><td>${escaped(`${row.schema}.${row.name}`)}</td>${[row.select, row.insert, row.update, row.delete].map((cell) => `<td class="${cell}">${cell === 'none' ? '·' : cell}</td>`).join('')}</tr>`;

const list = (items: readonly string[]): string => (items.length === 0 ? '' : `<ul>${items.map((i) => `<li>${escaped(i)}</li>`).join('')}</ul>`);

const groupHtml = ({ report: d, names }: Group): string =>
  [
    '<section>',
    `<h2>${names.map(escaped).join('<br>')}</h2>`,
    d.server === null ? '' : `<p>PostgreSQL ${d.server}, fingerprint <code>${d.fingerprint ?? ''}</code>. ${String(d.coverage.judged)} of role × relation × command: ${String(d.coverage.scoped)} scoped, ${String(d.coverage.unscoped)} unscoped, ${String(d.coverage.unproven)} unproven.</p>`,
    list(d.incomplete.map((i) => `not read: ${i.message}`)),
    ...d.findings.map(findingHtml),
    d.matrix.length === 0 ? '' : tableHtml(['role', 'relation', 'select', 'insert', 'update', 'delete'], d.matrix.map(rowHtml)),
    d.connects.length === 0 ? '' : tableHtml(['role', 'may connect to'], d.connects.map((c) => `<tr><td>${escaped(c.role)}</td><td>${escaped(c.database)}</td></tr>`)),
    d.probe === undefined ? '' : `<p>Probe: ${String(d.probe.statements)} statements; ${String(d.probe.held)} attacks held off, ${String(d.probe.leaks)} got through, ${String(d.probe.unreached.length)} show nothing.</p>`,
    list(d.assumptions.map((a) => `assumed: ${a}`)),
    '</section>',
  ].join('\n');

/** One page that needs nothing else: findings, and who reaches what. */
export const renderHtml = ({ summary: s, databases }: AuditReport): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<title>rls-audit</title>',
    `<style>${css}</style>`,
    '<h1>rls-audit</h1>',
    `<p>${String(s.databases)} databases: ${String(s.error)} errors, ${String(s.warning)} warnings, ${String(s.info)} info, ${String(s.known)} known, ${String(s.incomplete)} not read.</p>`,
    ...groupsOf(databases).map(groupHtml),
    '</html>',
    '',
  ].join('\n');
