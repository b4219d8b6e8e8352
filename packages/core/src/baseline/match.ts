import type { CheckReport, KnownFinding, ReportedFinding } from '../report/schema.ts';
import { type Baseline, type BaselineEntry, baselineOf, isSiteFinding, type SiteFinding } from './baseline.ts';

/** Findings told apart by those before; `rest`: what is not found any more. */
interface Matched<T> {
  readonly fresh: readonly SiteFinding[];
  readonly known: readonly SiteFinding[];
  readonly rest: readonly T[];
}

type Named = Pick<BaselineEntry, 'rule' | 'fingerprint' | 'file' | 'tables'>;

/** Each of those before answers for one finding of its key: what was copied is found once more. */
const taken = <T extends Named>(findings: readonly SiteFinding[], before: readonly T[], keyOf: (named: T | SiteFinding) => string): Matched<T> => {
  const waiting = new Map<string, T[]>();
  for (const item of before) {
    const same = waiting.get(keyOf(item));
    if (same) same.push(item);
    else waiting.set(keyOf(item), [item]);
  }
  const isKnown = new Set(findings.filter((finding) => waiting.get(keyOf(finding))?.shift() !== undefined));
  return { fresh: findings.filter((f) => !isKnown.has(f)), known: [...isKnown], rest: [...waiting.values()].flat() };
};

const identityOf = ({ rule, fingerprint, tables }: Named): string => JSON.stringify([rule, fingerprint, [...tables].sort()]);

/** What stayed in its file is matched before what may have moved. */
const matched = <T extends Named>(findings: readonly SiteFinding[], before: readonly T[], more: (named: T | SiteFinding) => string): Matched<T> => {
  const stayed = taken(findings, before, (n) => JSON.stringify([n.file, identityOf(n), more(n)]));
  const moved = taken(stayed.fresh, stayed.rest, (n) => JSON.stringify([identityOf(n), more(n)]));
  return { ...moved, known: [...stayed.known, ...moved.known] };
};

const knownAs = (because: KnownFinding['known']) => (finding: ReportedFinding): KnownFinding => ({ ...finding, known: because });

const withKnown = (report: CheckReport, known: readonly SiteFinding[], because: KnownFinding['known']): CheckReport => {
  const isKnown = new Set<ReportedFinding>(known);
  return {
    ...report,
    findings: report.findings.filter((f) => !isKnown.has(f)),
    known: [...(report.known ?? []), ...report.findings.filter((f) => isKnown.has(f)).map(knownAs(because))],
  };
};

/** A report without the findings of a baseline, and the entries that nothing answers to any more. */
export interface Baselined {
  readonly report: CheckReport;
  readonly mended: readonly BaselineEntry[];
}

/** Of a run that is not complete nothing is mended: what was not read may still be there. */
export const applyBaseline = (report: CheckReport, { entries }: Baseline): Baselined => {
  const { known, rest } = matched(report.findings.filter(isSiteFinding), entries, () => '');
  return { report: withKnown(report, known, 'baseline'), mended: report.incomplete.length === 0 ? rest : [] };
};

/** A baseline without what is mended: it only ever shrinks. */
export const prunedBaseline = ({ entries }: Baseline, mended: readonly BaselineEntry[]): Baseline => {
  const gone = new Set(mended);
  return baselineOf(entries.filter((e) => !gone.has(e)));
};

/** Besides the query itself, the way that leads to it: a new caller exposes a query that nobody has touched. */
const wayOf = (finding: Pick<ReportedFinding, 'why' | 'trace'>): string => JSON.stringify([finding.why, finding.trace.map((t) => [t.file, t.message])]);

/** A report without the findings that an earlier state of the same project has in the same way. */
export const withoutUnchanged = (report: CheckReport, before: CheckReport): CheckReport => {
  const earlier = [...before.findings, ...(before.known ?? [])].filter(isSiteFinding);
  const { known } = matched(report.findings.filter(isSiteFinding), earlier, (n) => ('why' in n ? wayOf(n) : ''));
  return withKnown(report, known, 'unchanged');
};
