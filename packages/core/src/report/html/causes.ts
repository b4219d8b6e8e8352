import type { ReportedFinding, ReportedSite } from '../schema.ts';

/** Findings that one change is likely to settle. */
export interface Cause {
  readonly rule: string;
  readonly why: string;
  readonly findings: readonly ReportedFinding[];
  /** Query sites that have one of them. */
  readonly sites: number;
  /** Those of them that have no other finding: without this cause, nothing is left against them. */
  readonly settles: number;
}

/** Sites of two files may have the same fingerprint; a finding may stand in another file than its site. */
const siteKeys = (sites: readonly ReportedSite[]): ((finding: ReportedFinding) => string) => {
  const files = new Map<string, Set<string>>();
  for (const { fingerprint, file } of sites) if (fingerprint !== undefined) files.set(fingerprint, (files.get(fingerprint) ?? new Set()).add(file));
  return ({ fingerprint, file, line, column }) => {
    if (fingerprint === undefined) return `${file}\0${line}\0${column}`;
    const [first = file] = files.get(fingerprint) ?? [];
    return `${fingerprint}\0${files.get(fingerprint)?.has(file) ? file : first}`;
  };
};

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
};

/** Causes of findings, those first that settle the most sites. `all`: every finding of the run, which may be what else a site has. */
export const causesOf = (findings: readonly ReportedFinding[], all: readonly ReportedFinding[], sites: readonly ReportedSite[]): readonly Cause[] => {
  const siteOf = siteKeys(sites);
  const causeOf = ({ rule, why }: ReportedFinding): string => `${rule}\0${why}`;
  const causesAt = new Map<string, Set<string>>();
  for (const f of all) causesAt.set(siteOf(f), (causesAt.get(siteOf(f)) ?? new Set()).add(causeOf(f)));
  const causes = [...grouped(findings, causeOf).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const at = [...new Set(same.map(siteOf))];
    return [{ rule: first.rule, why: first.why, findings: same, sites: at.length, settles: at.filter((s) => causesAt.get(s)?.size === 1).length }];
  });
  return causes.sort((a, b) => b.settles - a.settles || b.sites - a.sites || (`${a.rule} ${a.why}` < `${b.rule} ${b.why}` ? -1 : 1));
};

/** Findings of one rule that say the same, the most frequent first. */
export const messagesOf = (findings: readonly ReportedFinding[]): readonly (readonly ReportedFinding[])[] =>
  [...grouped(findings, (f) => `${f.rule}\0${f.message}`).values()].sort((a, b) => b.length - a.length);

export const rulesOf = (findings: readonly ReportedFinding[]): readonly (readonly [rule: string, findings: readonly ReportedFinding[]])[] =>
  [...grouped(findings, (f) => f.rule)].sort(([, a], [, b]) => b.length - a.length);
