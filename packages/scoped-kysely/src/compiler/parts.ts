import type { OperationNodeKind } from 'kysely';
import { byHandler, type Shape } from './fields.ts';

const fields = <const Names extends string>(...names: readonly Names[]): Readonly<Record<Names, typeof byHandler>> => Object.fromEntries(names.map((name) => [name, byHandler])) as Readonly<Record<Names, typeof byHandler>>;

/** Kinds that only the handler of the query around them reads. */
export const parts = {
  ColumnUpdateNode: fields('column', 'value'),
  CommonTableExpressionNameNode: fields('table', 'columns'),
  CommonTableExpressionNode: fields('name', 'materialized', 'expression'),
  FromNode: fields('froms'),
  JoinNode: fields('joinType', 'table', 'on'),
  JSONPathLegNode: fields('type', 'value'),
  ListNode: fields('items'),
  MatchedNode: fields('not', 'bySource'),
  OnNode: fields('on'),
  OnConflictNode: fields('columns', 'constraint', 'indexExpression', 'indexWhere', 'updates', 'updateWhere', 'doNothing'),
  RawNode: fields('sqlFragments', 'parameters'),
  UsingNode: fields('tables'),
  ValuesNode: fields('values'),
  WithNode: fields('expressions', 'recursive'),
} satisfies { readonly [K in OperationNodeKind]?: Shape };
