import { severityOf } from '../rules/catalogue.ts';
import { incompleteOf, type Refused, summaryOf } from './check-report.ts';
import { locator } from './place.ts';
import type { ProveReport, ReportedStatement, StatementFinding } from './schema.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text with the verdict on each of its statements; spans are offsets into the text. */
export interface JudgedText {
  readonly file: string;
  readonly text: string;
  readonly statements: readonly {
    readonly index: number;
    readonly text: string;
    readonly span: Span;
    readonly line: number;
    readonly proof: {
      readonly verdict: 'scoped' | 'unscoped' | 'unproven';
      readonly tables: readonly string[];
      readonly refusals: readonly (Refused & { readonly at?: Span | undefined })[];
      readonly steps: readonly { readonly by: readonly string[] }[];
    };
  }[];
}

type JudgedStatement = JudgedText['statements'][number];

export interface ProveRun {
  readonly texts: readonly JudgedText[];
  readonly incomplete: readonly { readonly file?: string | undefined; readonly line?: number | undefined; readonly message: string }[];
  readonly assumptions: readonly string[];
}

/** The part to underline: where the prover points, else the statement's first line. */
const spanOf = (statement: JudgedStatement, at: Span | undefined): Span => {
  const { span } = statement;
  if (at && at.start >= span.start && at.end <= span.end && at.end > at.start) return at;
  const newline = statement.text.search(/\r?\n/);
  return { start: span.start, end: newline < 0 ? span.end : span.start + newline };
};

const findingsOf = (statement: JudgedStatement, locate: ReturnType<typeof locator>): readonly StatementFinding[] =>
  statement.proof.refusals.map(({ rule, verdict, message, why, at }) => {
    const span = spanOf(statement, at);
    const start = locate(span.start);
    const end = locate(span.end);
    return {
      rule,
      verdict,
      severity: severityOf(rule),
      message,
      why,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
    };
  });

const proofSentence = ({ proof }: JudgedStatement): string =>
  proof.steps.length === 0
    ? 'it reads and writes no tenant-owned rows'
    : [...new Set(proof.steps.map((s) => s.by.join('; ')))].join(' · ');

const reported = ({ file, text, statements }: JudgedText): readonly ReportedStatement[] => {
  const locate = locator(text);
  return statements.map((statement) => {
    const { proof, index, line } = statement;
    const findings = [...findingsOf(statement, locate)].sort((a, b) => Number(a.verdict === 'unproven') - Number(b.verdict === 'unproven'));
    const [first] = findings;
    return {
      file,
      index,
      line,
      sql: statement.text,
      verdict: proof.verdict,
      ...(first && { rule: first.rule }),
      why: first ? `${first.message}: ${first.why}` : proofSentence(statement),
      tables: [...proof.tables],
      findings,
    };
  });
};

/** The report of a `prove` run, statements in the order of their texts. */
export const proveReport = ({ texts, incomplete, assumptions }: ProveRun): ProveReport => {
  const statements = texts.flatMap(reported);
  return {
    version: 1,
    summary: summaryOf(statements, incomplete),
    assumptions: [...assumptions],
    statements,
    incomplete: incomplete.map(incompleteOf),
  };
};
