import type { Node } from 'libpg-query';
import type { Expr } from '../query/expr/expr.ts';
import { opaque } from '../query/expr/opaque.ts';
import type { Span } from '../query/node.ts';
import type { Statement } from '../query/statement/statement.ts';
import { loadEditor } from './edit.ts';
import { as, isStar } from './lower/context.ts';
import { lowerParsed, lowerPart } from './lower/lowering.ts';
import { loadParser } from './parser.ts';
import { createSource } from './source.ts';
import { parseStatements } from './statements.ts';

/** Why PostgreSQL's parser refused a statement. */
export interface SqlError {
  readonly message: string;
  /** 1-based line of the text. */
  readonly line: number;
}

/** One statement of a text. */
export interface SqlStatement {
  /** 0-based place among the text's statements. */
  readonly index: number;
  readonly text: string;
  /** UTF-16 offsets into the text that was read, as are all spans of the statement's nodes. */
  readonly span: Span;
  /** 1-based line on which it starts. */
  readonly line: number;
  readonly statement: Statement;
}

export interface SqlFile {
  readonly statements: readonly SqlStatement[];
  /** The first refusal; the statement it belongs to is an `opaque-statement`. */
  readonly error?: SqlError;
}

/** Loads PostgreSQL's parser. Await it once before the other functions, which are synchronous. */
export const loadSqlReader = async (): Promise<void> => {
  await Promise.all([loadParser(), loadEditor()]);
};

/**
 * Reads SQL text into the query IR, every statement of it. What cannot be read is an `opaque-statement` that says why;
 * the statements around it are read. Never throws for what the text says.
 *
 * @example
 * await loadSqlReader();
 * readSql('select * from orders where tenant_id = $1').statements[0]?.statement.kind; // 'select'
 */
export const readSql = (text: string): SqlFile => {
  const parsed = parseStatements(text);
  const statements = parsed.map((p, index) => ({
    index,
    text: text.slice(p.span.start, p.span.end),
    span: p.span,
    line: p.line,
    statement: lowerParsed(p),
  }));
  const error = parsed.find((p) => p.failure)?.failure;
  return { statements, ...(error && { error }) };
};

const before = 'select ';

/** Clauses that `SELECT expression` must not have. */
const bare = new Set(['targetList', 'limitOption', 'op']);

const soleExpression = (tree: Node | undefined): Node | undefined => {
  const select = as(tree, 'SelectStmt');
  if (!select || Object.keys(select).some((key) => !bare.has(key)) || select.targetList?.length !== 1) return undefined;
  const target = as(select.targetList[0], 'ResTarget');
  return target?.name === undefined && !isStar(target?.val) ? target?.val : undefined;
};

const unreadable = (cause: string, text: string): Expr =>
  opaque({ rule: 'unproven-sql', cause, args: [], at: { start: 0, end: text.length } });

/**
 * Reads one SQL expression, such as a declared predicate: `readExpression('is_public')`.
 * Text that is not exactly one expression gives an `opaque` expression.
 */
export const readExpression = (text: string): Expr => {
  const [parsed, ...more] = parseStatements(before + text);
  if (parsed?.failure) return unreadable(`PostgreSQL cannot read "${text}": ${parsed.failure.message}`, text);
  const node = more.length === 0 ? soleExpression(parsed?.tree) : undefined;
  if (!parsed || !node) return unreadable(`"${text}" is not one SQL expression`, text);
  const source = createSource(text, before + text, -before.length);
  return lowerPart.expr({ ...parsed, source }, node) ?? unreadable(`"${text}" nests too deep`, text);
};
