import {
  type Cte,
  type Expr,
  deleteFrom,
  insert,
  merge,
  opaque,
  opaqueRelation,
  opaqueStatement,
  type Query,
  type Relation,
  type SelectItem,
  select,
  setOperation,
  type Statement,
  table,
  type TableRelation,
  update,
  type With,
} from '@tenantscope/core';
import type { Draft, SetOperation } from './draft.ts';
import { type Piece, textPiece } from '../sql-text/piece.ts';
import { readGrouping } from '../sql-text/read.ts';
import { combine, inline, type Operand } from './operand.ts';

const condition = (operands: readonly Operand[], draft: Draft): Expr | undefined =>
  operands.length === 0 ? undefined : combine(operands, 'and', draft.at);

const withClause = (draft: Draft): With | undefined =>
  draft.ctes.length === 0 ? undefined : { recursive: draft.recursive, ctes: draft.ctes };

/** What was not understood may say anything, so it stands in the query as something opaque. */
const problemItems = (draft: Draft): readonly SelectItem[] =>
  draft.problems.map((p) => ({ star: false, expr: opaque({ rule: p.rule, cause: p.cause, args: [], at: draft.at }) }));

const tail = (draft: Draft) => ({ orderBy: draft.orderBy, limit: draft.limit, offset: draft.offset, locking: draft.locking });
const noTail = { orderBy: [], limit: undefined, offset: undefined, locking: false };

const foldSets = (first: Query, sets: readonly SetOperation[], draft: Draft): Query => {
  // INTERSECT binds tighter than UNION and EXCEPT, and the compiler prints no parentheses.
  let left = first;
  const rest: SetOperation[] = [];
  const apply = (to: Query, s: SetOperation): Query => setOperation({ op: s.op, all: s.all, left: to, right: s.query, ...noTail, at: draft.at });
  for (const s of sets) {
    const last = rest.pop();
    if (s.op !== 'intersect') rest.push(...(last ? [last] : []), s);
    else if (last) rest.push({ ...last, query: apply(last.query, s) });
    else left = apply(left, s);
  }
  return rest.reduce(apply, left);
};

/** Not functions, though they are written like them: `fn('rollup', […])`. */
const groupings = new Set(['rollup', 'cube', 'grouping sets']);

const isGrouping = ({ raw, expr }: Operand): boolean => raw !== undefined || (expr.kind === 'call' && groupings.has(expr.name.join('.')));

const groupingPieces = (o: Operand): readonly Piece[] => {
  if (o.raw) return o.raw;
  if (o.expr.kind !== 'call' || !isGrouping(o)) return inline(o);
  const args = o.expr.args.flatMap((expr, i): readonly Piece[] => [...(i === 0 ? [] : [textPiece(', ')]), { kind: 'expression', expr }]);
  return [textPiece(`${o.expr.name.join('.')}(`), ...args, textPiece(')')];
};

const groupingOf = (operands: readonly Operand[], draft: Draft): readonly (readonly Expr[])[] => {
  if (!operands.some(isGrouping)) return [operands.map((o) => o.expr)];
  return readGrouping(operands.flatMap((o, i) => [...(i === 0 ? [] : [textPiece(', ')]), ...groupingPieces(o)]), draft.at);
};

const selectOf = (draft: Draft): Query => {
  const plain = select({
    with: draft.sets.length === 0 ? withClause(draft) : undefined,
    items: [...draft.items, ...problemItems(draft)],
    distinct: draft.distinct,
    from: draft.from,
    where: condition(draft.where, draft),
    groupBy: draft.groupBy && groupingOf(draft.groupBy, draft),
    having: condition(draft.having, draft),
    windows: [],
    ...(draft.sets.length === 0 ? tail(draft) : noTail),
    at: draft.at,
  });
  if (draft.sets.length === 0) return plain;
  return { ...foldSets(plain, draft.sets, draft), with: withClause(draft), ...tail(draft) };
};

const targetOf = (draft: Draft): TableRelation => draft.target ?? table({ name: '?', at: draft.at });

const insertOf = (draft: Draft): Statement =>
  insert({
    with: withClause(draft),
    target: targetOf(draft),
    columns: draft.columns,
    source: draft.source === 'defaults' ? undefined : draft.source,
    onConflict: draft.conflict,
    returning: [...draft.items, ...problemItems(draft)],
    at: draft.at,
  });

const mergeOf = (draft: Draft): Statement => {
  if (!draft.mergeSource) return opaqueStatement({ rule: 'unproven-flow', cause: 'the merge has no source', at: draft.at });
  return merge({
    with: withClause(draft),
    target: targetOf(draft),
    source: draft.mergeSource.relation,
    on: combine(draft.mergeSource.on, 'and', draft.at),
    whens: draft.whens,
    returning: [...draft.items, ...problemItems(draft)],
    at: draft.at,
  });
};

/** The statement a finished draft compiles to. */
export const lower = (draft: Draft): Statement => {
  const common = { with: withClause(draft), target: targetOf(draft), where: condition(draft.where, draft), returning: [...draft.items, ...problemItems(draft)], at: draft.at };
  switch (draft.kind) {
    case 'select':
      return selectOf(draft);
    case 'insert':
      return insertOf(draft);
    case 'update':
      return update({ ...common, set: draft.assignments, from: draft.from });
    case 'delete':
      return deleteFrom({ ...common, using: draft.from });
    case 'merge':
      return mergeOf(draft);
  }
};

/** The query of a select builder; something opaque when it is no select. */
export const lowerQuery = (draft: Draft): Query => {
  const statement = lower(draft);
  if (statement.kind === 'select' || statement.kind === 'set' || statement.kind === 'values') return statement;
  return selectOf({ ...draft, kind: 'select', problems: [{ rule: 'unproven-flow', cause: 'a statement that writes is used as a sub-query' }] });
};

/** The body of a common table expression. */
export const lowerBody = (draft: Draft): Cte['body'] => {
  const statement = lower(draft);
  switch (statement.kind) {
    case 'utility':
    case 'setting':
    case 'wrapped':
    case 'opaque-statement':
      return lowerQuery(draft);
    default:
      return statement;
  }
};

export const unknownRelation = (cause: string, alias: string | undefined, draft: Pick<Draft, 'at'>): Relation =>
  opaqueRelation({ rule: 'unproven-flow', cause, alias, at: draft.at });
