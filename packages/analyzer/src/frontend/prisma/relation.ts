import { and, column, compare, constant, type Expr, select, type Statement, subquery, table, type TableRelation } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { spanOf } from '../../flow/offsets.ts';
import { primaryKey, type Relation } from './schema/model.ts';
import { columnAt, type Level, levelOf, type Scope, tableOf } from './scope.ts';

/** The rows at the other end of a relation, as a part of FROM, and what ties them to a row of this one. */
export interface Reached {
  readonly level: Level;
  readonly from: readonly TableRelation[];
  readonly on: readonly Expr[];
}

const equalities = (a: Level, fields: readonly string[], b: Level, others: readonly string[], node: ts.Node): readonly Expr[] =>
  fields.map((f, i) => compare({ op: '=', left: columnAt(a, f), right: columnAt(b, others[i] ?? ''), at: spanOf(node) }));

/** Goes through a relation; undefined where the schema does not tell what it is. */
export const reach = (scope: Scope, from: Level, relation: Relation, node: ts.Node): Reached | undefined => {
  const target = scope.schema.models.get(relation.target);
  if (!target) return undefined;
  const level = levelOf(scope, target);
  const { through } = relation;
  if (!through) {
    const known = relation.own.length > 0 && relation.own.length === relation.referenced.length;
    return known ? { level, from: [tableOf(level, node)], on: equalities(from, relation.own, level, relation.referenced, node) } : undefined;
  }
  const pair = scope.alias(through.table);
  const side = (name: 'A' | 'B', of: Level): Expr => compare({ op: '=', left: column({ path: [pair, name] }), right: columnAt(of, primaryKey(of.model)[0] ?? 'id'), at: spanOf(node) });
  return {
    level,
    from: [table({ schema: from.model.schema, name: through.table, alias: pair, at: spanOf(node) }), tableOf(level, node)],
    on: [side(through.own, from), side(through.other, level)],
  };
};

const plain = { distinct: false, windows: [], orderBy: [], locking: false } as const;

export const selectFrom = (items: Extract<Statement, { kind: 'select' }>['items'], from: readonly TableRelation[], where: readonly Expr[], node: ts.Node): Extract<Statement, { kind: 'select' }> =>
  select({ ...plain, items, from, where: where.length === 0 ? undefined : and({ args: where }), at: spanOf(node) });

/** Whether a row has one at the other end for which a condition holds. */
export const exists = ({ from, on }: Reached, where: Expr, node: ts.Node): Expr =>
  subquery({ form: 'exists', query: selectFrom([{ star: false, expr: constant({ value: 1 }) }], from, [where, ...on], node), at: spanOf(node) });

/** Every column of a model, under the name of its field. */
export const allColumns = (level: Level): Extract<Statement, { kind: 'select' }>['items'] =>
  [...level.model.fields.values()].map((f) => ({ star: false as const, expr: columnAt(level, f.name), name: f.name }));
