import { severityOf } from '../rules/catalogue.ts';
import type { AppliedSuppression, StatedSuppression } from '../suppression/apply.ts';
import type { CheckReport, Incomplete, ReportedEscape, ReportedFinding, ReportedSite, ReportedSuppression, Summary } from './schema.ts';

/** Why a site is refused, as the prover says it. */
export interface Refused {
  readonly verdict: 'unscoped' | 'unproven';
  readonly rule: string;
  readonly message: string;
  readonly why: string;
}

/** A declared query over several tenants' rows. */
export interface DeclaredEscape {
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
  readonly actor?: string | undefined;
  readonly tables: readonly string[];
}

/** One query site with its verdict, as an analysis gives it. */
export interface JudgedSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly operation: string;
  readonly tables: readonly string[];
  readonly verdict: 'scoped' | 'unscoped' | 'unproven';
  readonly escape?: DeclaredEscape | undefined;
  /** The comments that took findings of the site out of `findings`. */
  readonly suppressions?: readonly AppliedSuppression[] | undefined;
  readonly fingerprint?: string | undefined;
  readonly findings: readonly {
    readonly refusal: Refused;
    readonly file?: string | undefined;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly trace: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  }[];
}

interface Unread {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message: string;
}

/** A suppression with the file of its comment. */
export interface FiledSuppression extends StatedSuppression {
  readonly file: string;
}

/** What one run found out. */
export interface CheckRun {
  readonly sites: readonly JudgedSite[];
  /** What its files say about findings; those with a problem become findings. */
  readonly suppressions?: readonly FiledSuppression[] | undefined;
  readonly incomplete: readonly Unread[];
  readonly assumptions: readonly string[];
}

const rank = { unscoped: 0, unproven: 1, scoped: 2 } as const;

export const byPlace = (a: { file: string; line: number; column: number }, b: { file: string; line: number; column: number }): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;

const reportedEscape = ({ reason, ticket, actor, tables }: DeclaredEscape): ReportedEscape => ({
  ...(reason !== undefined && { reason }),
  ...(ticket !== undefined && { ticket }),
  ...(actor !== undefined && { actor }),
  tables: [...tables],
});

const reportedSuppression = ({ rule, category, reason, until, owner, line }: AppliedSuppression): ReportedSuppression => ({
  rule,
  category,
  reason,
  ...(until !== undefined && { until }),
  ...(owner !== undefined && { owner }),
  line,
});

const reportedSite = (site: JudgedSite): ReportedSite => {
  // Where the findings of the verdict itself are suppressed, one that is not stays.
  const cause = site.findings.find((f) => f.refusal.verdict === site.verdict) ?? site.findings[0];
  return {
    file: site.file,
    line: site.line,
    column: site.column,
    function: site.function,
    operation: site.operation,
    tables: site.tables,
    verdict: site.verdict,
    ...(cause && { rule: cause.refusal.rule }),
    ...(site.escape && { escape: reportedEscape(site.escape) }),
    ...(site.suppressions && site.suppressions.length > 0 && { suppressions: site.suppressions.map(reportedSuppression) }),
    ...(site.fingerprint !== undefined && { fingerprint: site.fingerprint }),
  };
};

const reportedFindings = (site: JudgedSite): readonly ReportedFinding[] =>
  site.findings.map(({ refusal, file, line, column, endLine, endColumn, trace }) => ({
    rule: refusal.rule,
    verdict: refusal.verdict,
    severity: severityOf(refusal.rule),
    message: refusal.message,
    why: refusal.why,
    file: file ?? site.file,
    line,
    column,
    endLine,
    endColumn,
    function: site.function,
    tables: site.tables,
    trace: trace.map((t) => ({ file: t.file, line: t.line, message: t.message })),
    ...(site.fingerprint !== undefined && { fingerprint: site.fingerprint }),
  }));

/** A suppression with a problem, as a finding: it proves nothing about any site. */
const suppressionFinding = ({ file, problem, line, column, endLine, endColumn }: FiledSuppression): readonly ReportedFinding[] =>
  problem === undefined
    ? []
    : [{ rule: 'invalid-suppression', verdict: 'unproven', severity: severityOf('invalid-suppression'), message: problem.message, why: problem.why, file, line, column, endLine, endColumn, function: '', tables: [], trace: [] }];

export const incompleteOf = ({ file, line, message }: Unread): Incomplete => ({
  ...(file !== undefined && { file }),
  ...(line !== undefined && { line }),
  message,
});

/** Two problems of one file are one unreadable input. */
const unreadable = (incomplete: readonly Unread[]): number => new Set(incomplete.map((i) => i.file ?? i)).size;

interface Judged {
  readonly verdict: JudgedSite['verdict'];
  readonly escape?: unknown;
  readonly suppressions?: readonly unknown[] | undefined;
  readonly findings?: readonly unknown[];
}

/** Its declaration, or a comment, answers for it: nothing is left to find. */
const isSuppressed = ({ escape, suppressions = [], findings }: Judged): boolean => (escape !== undefined || suppressions.length > 0) && findings?.length === 0;

export const summaryOf = (judged: readonly Judged[], incomplete: readonly Unread[]): Summary => {
  const suppressed = judged.filter(isSuppressed).length;
  const count = (verdict: JudgedSite['verdict']): number => judged.filter((j) => j.verdict === verdict && !isSuppressed(j)).length;
  return {
    sites: judged.length,
    scoped: count('scoped'),
    unscoped: count('unscoped'),
    unproven: count('unproven'),
    suppressed,
    escapes: judged.filter((j) => j.escape !== undefined).length,
    unreadable: unreadable(incomplete),
  };
};

/** The report of a run: sites by place; findings by verdict, unscoped first, then by place. The same run gives the same bytes. */
export const checkReport = ({ sites, suppressions = [], incomplete, assumptions }: CheckRun): CheckReport => ({
  version: 1,
  summary: summaryOf(sites, incomplete),
  assumptions: [...assumptions],
  sites: sites.map(reportedSite).sort(byPlace),
  findings: [...sites.flatMap(reportedFindings), ...suppressions.flatMap(suppressionFinding)].sort((a, b) => rank[a.verdict] - rank[b.verdict] || byPlace(a, b)),
  incomplete: incomplete.map(incompleteOf),
});
