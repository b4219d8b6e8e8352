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

/** The verdicts of the last check on the sites of a file, as far as they still hold: what one file cannot decide was decided there. */
export const lastVerdicts = (filename: string): ((site: FileSite) => LastVerdict | undefined) => {
  const last = readVerdicts(filename);
  if (!last) return () => undefined;
  const file = fileIn(last, filename);
  const findings = last.report.findings.filter((f) => f.file === file);
  const contexts = last.contexts[file] ?? {};
  return ({ fingerprint, context }) => {
    const site = last.report.sites.find((s) => s.file === file && s.fingerprint === fingerprint);
    if (!site) return undefined;
    const found = findings.filter((f) => f.fingerprint === fingerprint);
    // What was proved was other code; what was found is there until the next check.
    if (found.length === 0 && contexts[fingerprint] !== context) return undefined;
    return { day: last.time.slice(0, 10), verdict: site.verdict, findings: found };
  };
};
