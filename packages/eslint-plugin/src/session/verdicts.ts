import type { FileSite } from '@tenantscope/analyzer/file';
import { type LoadedConfiguration, UsageError } from '@tenantscope/command/configuration';
import { applySuppressions, type SourceComment, sourceLines, type StatedSuppression, type TenantModel } from '@tenantscope/core';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { type LastVerdict, lastVerdicts } from './last-check.ts';
import { Notices } from './notices.ts';
import { type FileVerdicts, projectOf } from './project.ts';
import { type TypedFile, typedFile } from './typed.ts';
import { createTypes, type Types } from './types.ts';

export type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>;

/** A query site with its findings that no comment answers for, and those of the last check. */
export interface JudgedSite extends FileSite {
  readonly last: LastVerdict | undefined;
}

/** Everything that is known of a linted file. */
export interface Judged extends TypedFile {
  readonly sites: readonly JudgedSite[];
  readonly suppressions: readonly StatedSuppression[];
  readonly model: TenantModel;
  readonly types: Types;
  readonly suggest: FileVerdicts['suggest'];
  readonly configuration: LoadedConfiguration;
}

/** Something that the user has to know before anything else. */
export interface Notice {
  readonly message: string;
  readonly line: number;
}

interface Result {
  readonly judged?: Judged | undefined;
  readonly notices: readonly Notice[];
}

const commentOf = ({ value, loc }: TSESTree.Comment): SourceComment => ({
  text: value,
  line: loc.start.line,
  column: loc.start.column + 1,
  endLine: loc.end.line,
  endColumn: loc.end.column + 1,
});

/** The day of UTC, as for `check`. */
const today = (): string => new Date().toISOString().slice(0, 10);

/** With what the last check found, a comment that answers for it is not unused. */
const withLast = (site: FileSite, last: LastVerdict | undefined) => ({
  site,
  last,
  line: site.line,
  column: site.column,
  endLine: site.endLine,
  endColumn: site.endColumn,
  findings: [...site.findings, ...(site.decidedBy === 'file' ? [] : (last?.findings ?? []).map((found) => ({ found, refusal: { rule: found.rule }, line: found.line, endLine: found.endLine })))],
});

type Candidate = ReturnType<typeof withLast>;

/** What no comment answers for, of what the file shows and of what the last check found. */
const unanswered = ({ site, last, findings }: Candidate): JudgedSite => ({
  ...site,
  findings: site.findings.filter((f) => findings.includes(f)),
  last: last && (site.decidedBy === 'file' ? last : { ...last, findings: findings.flatMap((f) => ('found' in f ? [f.found] : [])) }),
});

const isAbout = (suppression: StatedSuppression, site: FileSite): boolean => suppression.line >= site.line - 1 && suppression.endLine <= site.endLine;

/** Of a query that one file cannot decide, nobody knows here what a comment may be needed for. */
const isKnown = (suppression: StatedSuppression, sites: readonly FileSite[]): boolean =>
  suppression.state !== 'unused' || !sites.some((s) => s.decidedBy === 'program' && isAbout(suppression, s));

const suppressed = (context: Context, sites: readonly FileSite[]): Pick<Judged, 'sites' | 'suppressions'> => {
  const { sourceCode, filename } = context;
  const last = lastVerdicts(filename);
  const candidates = sites.map((site) => withLast(site, last(site)));
  const { sites: left, suppressions } = applySuppressions({ lines: sourceLines(sourceCode.text), comments: sourceCode.getAllComments().map(commentOf) }, candidates, today());
  return {
    sites: left.map(unanswered),
    suppressions: suppressions.filter((s) => isKnown(s, sites)),
  };
};

const judge = (context: Context): Result => {
  const typed = typedFile(context);
  if ('untyped' in typed) return { notices: [{ message: typed.untyped, line: 1 }] };
  try {
    const { sites, model, suggest, types, configuration, incomplete } = projectOf(context.filename, typed).judge(typed);
    return { judged: { ...typed, ...suppressed(context, sites), model, suggest, types: createTypes(typed, types), configuration }, notices: incomplete };
  } catch (error) {
    if (error instanceof UsageError || (error instanceof Error && error.name === 'ProjectError')) return { notices: [{ message: error.message, line: 1 }] };
    throw error;
  }
};

const results = new WeakMap<object, Result>();
const notices = new Notices();

const resultOf = (context: Context): Result => {
  const known = results.get(context.sourceCode);
  if (known) return known;
  notices.see(context.filename);
  const result = judge(context);
  const due = result.notices.filter((n) => notices.isDue(n.message, context.filename));
  const fresh = { ...result, notices: due };
  results.set(context.sourceCode, { ...result, notices: [] });
  return fresh;
};

/** What a rule may say of a file, computed once for all rules. The first rule that asks says what the user has to know before. */
export const judgedFile = (context: Context): Judged | undefined => {
  const { judged, notices: due } = resultOf(context);
  for (const { message, line } of due) context.report({ loc: { line, column: 0 }, messageId: 'notice', data: { message } });
  return judged;
};
