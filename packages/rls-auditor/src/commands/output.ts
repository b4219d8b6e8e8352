import { exitCode, type ExitCode, styleFor, writeReport } from '@tenantscope/command';
import { type Format, formats } from '../report/formats.ts';
import type { AuditReport } from '../report/report.ts';

export interface OutputOptions {
  readonly format: Format;
  readonly output?: string;
  readonly matrix: boolean;
}

const codeOf = ({ summary }: AuditReport): ExitCode => {
  if (summary.incomplete > 0) return exitCode.incomplete;
  return summary.error + summary.warning > 0 ? exitCode.findings : exitCode.clean;
};

/** Prints a report as asked for; the exit code that it deserves. */
export const printReport = (report: AuditReport, { format, output, matrix }: OutputOptions): ExitCode => {
  const style = styleFor(output === undefined ? process.stdout : {}, process.env);
  writeReport(formats[format](report, { style, matrix }), output);
  return codeOf(report);
};
