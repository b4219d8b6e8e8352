import type { Style } from '@tenantscope/core';
import { checks } from '../checks/index.ts';
import { version } from '../version.ts';
import { renderHtml } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderAudit } from './pretty.ts';
import type { AuditReport } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderSql } from './sql.ts';

interface Options {
  readonly style: Style;
  readonly matrix: boolean;
}

/** A report as text, by the name of the format. */
export const formats = {
  pretty: (report: AuditReport, options: Options) => renderAudit(report, options.style, options),
  json: (report: AuditReport) => `${JSON.stringify(report, null, 2)}\n`,
  sarif: (report: AuditReport) => renderSarif(report, checks, version()),
  junit: (report: AuditReport) => renderJunit(report, checks),
  html: renderHtml,
  sql: renderSql,
} as const satisfies Readonly<Record<string, (report: AuditReport, options: Options) => string>>;

export type Format = keyof typeof formats;
