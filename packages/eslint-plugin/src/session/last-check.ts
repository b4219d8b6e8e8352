import { fileIn, readVerdicts } from '@tenantscope/command/verdicts';
import type { FileSite } from '@tenantscope/analyzer/file';
import type { CheckReport } from '@tenantscope/core';

/** What the last `tenantscope check` said of a query site. */
export interface LastVerdict {
  /** ISO 8601, the day. */
  readonly day: string;
  readonly verdict: CheckReport['sites'][number]['verdict'];
  /** Its findings that nobody suppressed. */
  readonly findings: CheckReport['findings'];
}

/** The verdicts of the last check on the sites of a file, by fingerprint: what one file cannot decide was decided there. */
export const lastVerdicts = (filename: string): ((site: FileSite) => LastVerdict | undefined) => {
  const last = readVerdicts(filename);
  if (!last) return () => undefined;
  const file = fileIn(last, filename);
  const findings = last.report.findings.filter((f) => f.file === file);
  return ({ fingerprint }) => {
    const site = last.report.sites.find((s) => s.file === file && s.fingerprint === fingerprint);
    return site && { day: last.time.slice(0, 10), verdict: site.verdict, findings: findings.filter((f) => f.fingerprint === fingerprint) };
  };
};
