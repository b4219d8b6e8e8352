import type { Node, SelectStmt } from 'libpg-query';
import type { Expr } from '../../query/expr/expr.ts';
import type { Query } from '../../query/statement/query.ts';
import type { Statement } from '../../query/statement/statement.ts';
import { opaqueStatement } from '../../query/statement/utility.ts';
import type { ParsedStatement } from '../statements.ts';
import { type Lowering, unread } from './context.ts';
import { lowerDelete } from './delete.ts';
import { lowerExpression } from './expression.ts';
import { lowerInsert } from './insert.ts';
import { lowerMerge } from './merge.ts';
import { lowerRelation } from './relation.ts';
import { intoOf, lowerQuery } from './select.ts';
import { lowerUpdate } from './update.ts';
import { lowerInto, lowerUtility } from './utility.ts';

/** Deeper trees are left unread, so that whoever walks the IR may recurse. */
const deepest = 1_000;

class TooDeep extends Error {}

const lowerSelectStatement = (to: Lowering, s: SelectStmt): Statement => {
  const into = intoOf(s);
  return into ? lowerInto(to, s, into.rel) : to.query(s);
};

const lowerStatement = (to: Lowering, node: Node, text: string): Statement => {
  if ('SelectStmt' in node) return lowerSelectStatement(to, node.SelectStmt);
  if ('InsertStmt' in node) return lowerInsert(to, node.InsertStmt);
  if ('UpdateStmt' in node) return lowerUpdate(to, node.UpdateStmt);
  if ('DeleteStmt' in node) return lowerDelete(to, node.DeleteStmt);
  if ('MergeStmt' in node) return lowerMerge(to, node.MergeStmt);
  return lowerUtility(to, node, text);
};

/** Ties the families of nodes together for one statement, and counts how deep they call one another. */
const createLowering = ({ source, span }: ParsedStatement): Lowering => {
  let depth = 0;
  const nested =
    <N, R>(lower: (to: Lowering, node: N) => R) =>
    (node: N): R => {
      depth += 1;
      if (depth > deepest) throw new TooDeep();
      const lowered = lower(lowering, node);
      depth -= 1;
      return lowered;
    };
  const lowering: Lowering = {
    source,
    expr: nested(lowerExpression),
    query: nested(lowerQuery),
    relation: nested(lowerRelation),
    statement: nested((to, node: Node) => lowerStatement(to, node, source.text.slice(span.start, span.start + 200))),
  };
  return lowering;
};

const tooDeep = `it nests more than ${deepest.toLocaleString('en')} levels deep`;

/** Runs a lowering; a tree that is too deep, for this module or for the stack, gives undefined. */
const unlessTooDeep = <R>(lower: () => R): R | undefined => {
  try {
    return lower();
  } catch (error) {
    if (error instanceof TooDeep || error instanceof RangeError) return undefined;
    throw error;
  }
};

/** What a parsed statement says, as IR. */
export const lowerParsed = (parsed: ParsedStatement): Statement => {
  const { span, failure, tree } = parsed;
  const opaque = (cause: string): Statement => opaqueStatement({ rule: unread, cause, at: span });
  if (failure) return opaque(`PostgreSQL cannot read it: ${failure.message} (line ${failure.line})`);
  if (!tree) return opaque('it holds no statement');
  const statement = unlessTooDeep(() => createLowering(parsed).statement(tree));
  return statement ? Object.freeze({ ...statement, at: span }) : opaque(tooDeep);
};

/** Lowers one part of a parsed statement (a view's query, a column's default); undefined when it is too deep. */
export const lowerPart = {
  query: (parsed: ParsedStatement, s: SelectStmt): Query | undefined => unlessTooDeep(() => createLowering(parsed).query(s)),
  expr: (parsed: ParsedStatement, node: Node): Expr | undefined => unlessTooDeep(() => createLowering(parsed).expr(node)),
};
