import { type ExitCode, UsageError } from '@tenantscope/command';
import { parseReport } from '../report/read.ts';
import { type AuditReport, auditReport, unreadReport } from '../report/report.ts';
import { optionText } from '../subjects/snapshot-file.ts';
import { type OutputOptions, printReport } from './output.ts';

export type MergeOptions = OutputOptions;

/** A report that an option or argument names. */
export const reportIn = (what: string, file: string): AuditReport => {
  const report = parseReport(optionText(what, file));
  if (!report) throw new UsageError(`${what} ${file}: it is not a report of version 1; make one with rls-audit … --format json --output ${file}`);
  return report;
};

/** Parts of a fleet that no report is of: nobody has looked there. */
const missingShards = (reports: readonly AuditReport[]): readonly string[] => {
  const counts = new Set(reports.flatMap((r) => r.shard?.of ?? []));
  return [...counts].flatMap((of) =>
    Array.from({ length: of }, (_, i) => i + 1)
      .filter((index) => !reports.some((r) => r.shard?.of === of && r.shard.index === index))
      .map((index) => `shard ${String(index)}/${String(of)}`),
  );
};

const refuseTwice = (reports: readonly AuditReport[]): void => {
  const shards = reports.flatMap((r) => (r.shard ? [`${String(r.shard.index)}/${String(r.shard.of)}`] : []));
  const twice = shards.find((s, i) => shards.indexOf(s) !== i);
  if (twice !== undefined) throw new UsageError(`two reports are of shard ${twice}`);
};

/** One report of several. */
export const merge = (files: readonly string[], options: MergeOptions): ExitCode => {
  const reports = files.map((file) => reportIn('merge', file));
  refuseTwice(reports);
  const missing = missingShards(reports).map((name) => unreadReport(name, 'no report of it was given'));
  return printReport(auditReport([...reports.flatMap((r) => r.databases), ...missing]), options);
};
