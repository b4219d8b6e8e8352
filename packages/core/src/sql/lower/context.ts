import type { Node, SelectStmt } from 'libpg-query';
import type { Expr } from '../../query/expr/expr.ts';
import { opaque } from '../../query/expr/opaque.ts';
import type { Span } from '../../query/node.ts';
import type { Relation } from '../../query/relation/relation.ts';
import type { Query } from '../../query/statement/query.ts';
import type { Statement } from '../../query/statement/statement.ts';
import { dottedNameEnd, tokenEnd } from '../lexer.ts';
import type { Source } from '../source.ts';

/** What the families of nodes need of one another while one statement is lowered. */
export interface Lowering {
  readonly source: Source;
  readonly expr: (node: Node) => Expr;
  readonly query: (statement: SelectStmt) => Query;
  readonly relation: (node: Node) => Relation;
  readonly statement: (node: Node) => Statement;
}

type Members<U> = (U extends unknown ? (u: U) => void : never) extends (all: infer I) => void ? I : never;

/** Every kind of parse node, by its name. */
export type NodeKinds = Members<Node>;

/** A parse node is an object with one key: its kind. */
export const kindOf = (node: Node): keyof NodeKinds | undefined => {
  for (const kind in node) return kind as keyof NodeKinds;
  return undefined;
};

/** The node as `kind`, or undefined. */
export const as = <K extends keyof NodeKinds>(node: Node | undefined, kind: K): NodeKinds[K] | undefined =>
  node && kind in node ? (node as NodeKinds)[kind] : undefined;

export const stringOf = (node: Node | undefined): string => as(node, 'String')?.sval ?? '';

export const stringsOf = (nodes: readonly Node[] | undefined): readonly string[] => (nodes ?? []).map(stringOf);

/** A list of nodes without PostgreSQL's NIL entries, which arrive as `{}`. */
export const present = (nodes: readonly Node[] | undefined): readonly Node[] => (nodes ?? []).filter((n) => kindOf(n));

/** `*` or `alias.*`. */
export const isStar = (node: Node | undefined): boolean => {
  const last = as(node, 'ColumnRef')?.fields?.at(-1);
  return last !== undefined && 'A_Star' in last;
};

const none: readonly Expr[] = Object.freeze([]);

export const exprs = (to: Lowering, nodes: readonly Node[] | undefined): readonly Expr[] =>
  nodes && nodes.length > 0 ? nodes.map(to.expr) : none;

export const optional = (to: Lowering, node: Node | undefined): Expr | undefined => (node ? to.expr(node) : undefined);

const unknownKind = (kind: string | undefined): string =>
  kind === undefined ? 'an empty parse node is not read' : `the SQL construct ${kind} is not read yet`;

/** The rule that reports SQL which was not read. */
export const unread = 'unproven-sql';

export const unreadExpr = (kind: string | undefined, args: readonly Expr[], at?: Span): Expr =>
  opaque({ rule: unread, cause: unknownKind(kind), args, at });

/** The token at a parse location. */
export const tokenAt = ({ source }: Lowering, location: number | undefined): Span | undefined => {
  const start = source.offset(location);
  return start < 0 || start >= source.text.length ? undefined : { start, end: tokenEnd(source.text, start) };
};

/** The dotted name at a parse location. */
export const nameAt = ({ source }: Lowering, location: number | undefined): Span | undefined => {
  const start = source.offset(location);
  return start < 0 || start >= source.text.length ? undefined : { start, end: dottedNameEnd(source.text, start) };
};
