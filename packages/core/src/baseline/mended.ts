import { severityOf } from '../rules/catalogue.ts';
import type { CheckReport, ReportedFinding } from '../report/schema.ts';
import type { BaselineEntry } from './baseline.ts';

/** The file of a baseline, as a report names it. */
export interface BaselineFile {
  readonly file: string;
  readonly text: string;
}

const rule = 'invalid-baseline-entry';

/** Each entry's own line, also of entries that are equal. */
const placesOf = (text: string): ((entry: BaselineEntry) => { readonly line: number; readonly column: number; readonly endColumn: number }) => {
  const lines = text.split(/\r?\n/);
  const taken = new Map<string, number>();
  return ({ fingerprint }) => {
    const at = lines.findIndex((line, i) => i > (taken.get(fingerprint) ?? -1) && line.includes(JSON.stringify(fingerprint)));
    taken.set(fingerprint, at);
    const column = Math.max(0, lines[at]?.search(/\S/) ?? 0) + 1;
    return { line: Math.max(at, 0) + 1, column, endColumn: Math.max(column, lines[at]?.length ?? 0) + 1 };
  };
};

const findingOf = (entry: BaselineEntry, file: string, { line, column, endColumn }: ReturnType<ReturnType<typeof placesOf>>): ReportedFinding => ({
  rule,
  verdict: 'unproven',
  severity: severityOf(rule),
  message: `the baseline holds a finding that is gone: ${entry.rule} in ${entry.function === '' ? entry.file : `${entry.function} (${entry.file})`}`,
  why: 'its query was mended, edited or removed; run `tenantscope baseline` to take the entry out',
  file,
  line,
  column,
  endLine: line,
  endColumn,
  function: entry.function,
  tables: entry.tables,
  trace: [],
});

/** A report that also finds the entries of a baseline that are mended: they must go. */
export const withMended = (report: CheckReport, mended: readonly BaselineEntry[], { file, text }: BaselineFile): CheckReport => {
  const placeOf = placesOf(text);
  return { ...report, findings: [...report.findings, ...mended.map((entry) => findingOf(entry, file, placeOf(entry)))] };
};
