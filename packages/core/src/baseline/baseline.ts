import * as v from 'valibot';
import type { CheckReport, ReportedFinding } from '../report/schema.ts';

/** A finding that was there when the baseline was made. It is known by its site and not by its place: code may move, a query may not change. */
const entrySchema = v.strictObject({
  rule: v.string(),
  /** Of the query site: its function, operation and text. */
  fingerprint: v.string(),
  /** Where the site was; it may move. */
  file: v.string(),
  function: v.string(),
  tables: v.pipe(v.array(v.string()), v.readonly()),
});

const version = 1;

const baselineSchema = v.strictObject({ version: v.literal(version), entries: v.pipe(v.array(entrySchema), v.readonly()) });

export type BaselineEntry = Readonly<v.InferOutput<typeof entrySchema>>;
/** What `tenantscope baseline` writes. */
export type Baseline = Readonly<v.InferOutput<typeof baselineSchema>>;

/** A finding with a query site: what a baseline can hold. One about a comment, or about the baseline, is mended and not kept. */
export type SiteFinding = ReportedFinding & { readonly fingerprint: string };

export const isSiteFinding = (finding: ReportedFinding): finding is SiteFinding => finding.fingerprint !== undefined;

const entryOf = ({ rule, fingerprint, file, function: path, tables }: SiteFinding): BaselineEntry => ({ rule, fingerprint, file, function: path, tables: [...tables].sort() });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (a: BaselineEntry, b: BaselineEntry): number => compare(a.file, b.file) || compare(a.function, b.function) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint);

export const baselineOf = (entries: readonly BaselineEntry[]): Baseline => ({ version, entries: [...entries].sort(inOrder) });

/** All findings of a report that have a site. */
export const entriesOf = ({ findings }: Pick<CheckReport, 'findings'>): readonly BaselineEntry[] => findings.filter(isSiteFinding).map(entryOf);

/** An entry a line, so that a diff shows what was mended and branches merge. */
export const renderBaseline = ({ entries }: Baseline): string =>
  `{\n  "version": ${version},\n  "entries": [${entries.map((e) => `\n    ${JSON.stringify(e)}`).join(',')}${entries.length > 0 ? '\n  ' : ''}]\n}\n`;

/** Why a text is no baseline: one sentence with a remedy. Lines start at 1. */
export interface BaselineProblem {
  readonly problem: string;
  readonly line?: number | undefined;
}

const conflict = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/m;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const unreadable = (text: string, error: unknown): BaselineProblem => {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  return { problem: `is not JSON (${message.split('\n')[0] ?? ''}): take it from the history again`, ...(position !== undefined && { line: lineAt(text, Number(position)) }) };
};

const isNewer = (json: unknown): json is { readonly version: number } => typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'number' && json.version > version;

export const parseBaseline = (text: string): Baseline | BaselineProblem => {
  const marker = conflict.exec(text);
  if (marker) return { problem: 'has a merge conflict: keep the entries of both sides and run `tenantscope baseline`, which drops those that are mended', line: lineAt(text, marker.index) };
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return unreadable(text, error);
  }
  if (isNewer(json)) return { problem: `was written by a newer tenantscope (version ${json.version} of the file; this one reads ${version}): update tenantscope` };
  const result = v.safeParse(baselineSchema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return { problem: `is no baseline (${v.getDotPath(issue) ?? 'the file'}: ${issue.message}): make it with \`tenantscope baseline\`` };
};
