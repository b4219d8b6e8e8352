import type { Finding } from '../checks/check.ts';
import type { AuditReport, DatabaseReport } from './report.ts';

/** A finding that says something else than before is another finding. */
const identity = ({ rule, object, message }: Finding): string => JSON.stringify([rule, object.kind, object.schema, object.name, message]);

/** The report without the findings that an earlier one has, whatever the database was called then. */
export const withoutKnown = (report: DatabaseReport, baseline: AuditReport): DatabaseReport => {
  const known = new Set(baseline.databases.flatMap((d) => d.findings.map(identity)));
  const findings = report.findings.filter((f) => !known.has(identity(f)));
  return { ...report, findings, known: report.findings.length - findings.length };
};
