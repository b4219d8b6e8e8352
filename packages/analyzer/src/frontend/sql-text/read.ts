import { type Expr, opaque, opaqueStatement, type Query, readExpression, readSql, type Relation, type SelectItem, type Span, type Statement } from '@tenantscope/core';
import { assemble } from './assemble.ts';
import { withEmptyLists } from './empty-list.ts';
import { identifierText, type Piece, textPiece } from './piece.ts';
import { strayStatement, substitute } from './substitute.ts';

const nothing = (): undefined => undefined;

/** Text that is nothing but a value in it needs no reading. */
const soleExpression = (pieces: readonly Piece[]): Expr | undefined => {
  const real = pieces.filter((p) => p.kind !== 'text' || p.text.trim() !== '');
  const [only] = real;
  return only?.kind === 'expression' && real.length === 1 ? only.expr : undefined;
};

/** Reads every statement of assembled text; `parameter` answers for `$1` and so on. */
export const readStatements = (pieces: readonly Piece[], at: Span, parameter: (key: string) => Expr | undefined = nothing): readonly Statement[] => {
  const assembled = withEmptyLists(assemble(pieces));
  const holes = [...assembled.holes.values()];
  return readSql(assembled.text).statements.map(({ statement }) => {
    const { node, stray } = substitute(statement, assembled, at, parameter);
    if (stray) return strayStatement(stray, at);
    // Text that cannot be read for a hole in it is unread for the hole.
    const [hole] = holes;
    if (node.kind === 'opaque-statement' && hole) return opaqueStatement({ rule: 'unproven-fragment', cause: hole.cause, at });
    return node;
  });
};

/** Reads a fragment as one expression. */
export const readFragment = (pieces: readonly Piece[], at: Span): Expr => {
  const sole = soleExpression(pieces);
  if (sole) return sole;
  const assembled = assemble(pieces);
  const { node, stray } = substitute(readExpression(assembled.text), assembled, at, nothing);
  const [hole] = assembled.holes.values();
  if (stray) return opaque({ rule: 'unproven-fragment', cause: stray.cause, args: [], at });
  return node.kind === 'opaque' && hole ? opaque({ rule: 'unproven-fragment', cause: hole.cause, args: [], at }) : node;
};

const soleSelect = (pieces: readonly Piece[], at: Span): Query | undefined => {
  const [statement, ...more] = readStatements(pieces, at);
  return statement?.kind === 'select' && more.length === 0 ? statement : undefined;
};

/** Reads a fragment as the items of an ORDER BY; direction and null order have no bearing. */
export const readOrder = (pieces: readonly Piece[], at: Span): readonly Expr[] => {
  const query = soleSelect([textPiece('select 1 order by '), ...pieces], at);
  return query?.kind === 'select' && query.limit === undefined && !query.locking ? query.orderBy : [readFragment(pieces, at)];
};

/** Reads a fragment as the items of a GROUP BY: its grouping sets. */
export const readGrouping = (pieces: readonly Piece[], at: Span): readonly (readonly Expr[])[] => {
  const query = soleSelect([textPiece('select 1 group by '), ...pieces], at);
  return query?.kind === 'select' && query.groupBy && !query.having && query.orderBy.length === 0 && query.limit === undefined && !query.locking ? query.groupBy : [[readFragment(pieces, at)]];
};

/** Reads a fragment as select items. */
export const readItems = (pieces: readonly Piece[], at: Span): readonly SelectItem[] => {
  const query = soleSelect([textPiece('select '), ...pieces], at);
  if (query?.kind === 'select' && query.from.length === 0 && !query.where) return query.items;
  return [{ star: false, expr: readFragment(pieces, at) }];
};

/** Reads a fragment as an item of FROM. */
export const readRelation = (pieces: readonly Piece[], alias: { readonly name: string; readonly text?: string | undefined } | undefined, at: Span): Relation | undefined => {
  const named = alias === undefined ? pieces : [...pieces, textPiece(` as ${alias.text ?? identifierText([alias.name])}`)];
  const query = soleSelect([textPiece('select * from '), ...named], at);
  return query?.kind === 'select' && query.from.length === 1 && !query.where ? query.from[0] : undefined;
};
