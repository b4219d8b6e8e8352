import { oneLine } from '@tenantscope/core';
import type { AuditReport, DatabaseReport, RepairReport } from './report.ts';

const about = ({ rule, object: { kind, schema, name } }: RepairReport): string => `-- ${oneLine(`${rule}: ${kind} ${schema === undefined ? '' : `${schema}.`}${name}`)}`;

/** Nobody sees the moment between two statements. */
const together = (sql: string): string => (sql.includes(';\n') && !/\bconcurrently\b/i.test(sql) ? `begin;\n${sql}\ncommit;` : sql);

/** What could not be tried, or did not help, is left to people. */
const repairLines = (r: RepairReport): readonly string[] =>
  r.tried === 'works' ? [about(r), together(r.sql), ''] : r.tried === 'not needed' ? [] : [about(r), `-- not written: it ${r.tried}${r.why === undefined ? '' : ` (${oneLine(r.why)})`}`, ...r.sql.split('\n').map((line) => `--   ${line}`), ''];

const databaseLines = ({ name, findings, repairs = [], incomplete }: DatabaseReport): readonly string[] => [
  `-- ${oneLine(name)}: ${String(findings.length)} findings, ${String(repairs.filter((r) => r.tried === 'works').length)} repairs that work on a copy of it`,
  ...incomplete.map((i) => `-- not read: ${oneLine(i.message)}`),
  '-- Rather give up than queue behind a long transaction and hold up everybody else: run it again then.',
  "set lock_timeout = '5s';",
  '',
  ...repairs.flatMap(repairLines),
];

/** The repairs as a migration; each can be run twice. */
export const renderSql = ({ databases }: AuditReport): string => `${databases.flatMap(databaseLines).join('\n')}\n`;
