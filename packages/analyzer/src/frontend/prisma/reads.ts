import { compare, constant, derived, type Expr, opaque, opaqueStatement, type Query, select, type Statement, subquery, type TableRelation } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type ObjectValue, type Single, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { allGiven, elementsOf, type Given, given, isAbsent, isComputedScalar, settle, unknownParts } from './argument.ts';
import { allColumns, reach, selectFrom } from './relation.ts';
import { primaryKey, type Relation } from './schema/model.ts';
import { columnAt, type Level, levelOf, type Scope, tableOf } from './scope.ts';
import { whereFilter } from './where.ts';

/** Rows that a query has found: those of a level that conditions hold of. */
export interface Rows {
  readonly level: Level;
  readonly from: readonly TableRelation[];
  readonly where: readonly Expr[];
}

export const unreadStatement = (cause: string, node: ts.Node): Statement => opaqueStatement({ rule: 'unproven-flow', cause, at: spanOf(node) });

export const noArguments: ObjectValue = { kind: 'object', entries: [] };

const whereOf = (scope: Scope, level: Level, args: ObjectValue, node: ts.Node): Expr => whereFilter({ scope, level, conjunct: true }, given(args, 'where', node)).expr;

/** The position of a row in the order is read from the row that `cursor` names, whoever's it is. */
const cursorOf = (scope: Scope, level: Level, args: ObjectValue, node: ts.Node): readonly Expr[] => {
  const part = given(args, 'cursor', node);
  if (isAbsent(part.value)) return [];
  const inner = levelOf(scope, level.model);
  const where = whereFilter({ scope, level: inner, conjunct: true }, part).expr;
  const key = primaryKey(level.model)[0] ?? 'id';
  const query = selectFrom([{ star: false, expr: columnAt(inner, key) }], [tableOf(inner, part.node)], [where], part.node);
  return [compare({ op: '>=', left: columnAt(level, key), right: subquery({ form: 'scalar', query, at: spanOf(part.node) }), at: spanOf(part.node) })];
};

export const rowsFor = (scope: Scope, level: Level, args: ObjectValue, node: ts.Node): Rows => ({
  level,
  from: [tableOf(level, node)],
  where: [whereOf(scope, level, args, node), ...cursorOf(scope, level, args, node)],
});

/** LIMIT and OFFSET. */
const limits = (run: Run, args: ObjectValue, node: ts.Node): Pick<Query, 'limit' | 'offset'> => {
  const bound = (key: string): Expr | undefined => {
    const part = given(args, key, node);
    return isAbsent(part.value) ? undefined : bindPlain(run, part.value, part.node);
  };
  return { limit: bound('take'), offset: bound('skip') };
};

export const selectRows = (scope: Scope, { level, from, where }: Rows, args: ObjectValue, node: ts.Node): Query =>
  select({ ...selectFrom(allColumns(level), from, where, node), ...limits(scope.run, args, node) });

/** `findMany` and the like. */
export const readRows = (scope: Scope, rows: Rows, args: ObjectValue, node: ts.Node): readonly Statement[] => [selectRows(scope, rows, args, node), ...readsBelow(scope, rows, args, node)];

/** `count` and `aggregate` compute over the rows that `findMany` would find. */
export const readAggregate = (scope: Scope, rows: Rows, args: ObjectValue, node: ts.Node): readonly Statement[] => {
  const counted = derived({ query: selectRows(scope, rows, args, node), alias: scope.alias('sub'), lateral: false, at: spanOf(node) });
  const outer = select({ ...selectFrom([{ star: false, expr: constant({ value: 1 }) }], [], [], node), from: [counted] });
  return [outer, ...orderReads(scope, rows, args, node)];
};

/** `groupBy`: `having` leaves out groups, whose rows are all read. */
export const readGroups = (scope: Scope, rows: Rows, args: ObjectValue, node: ts.Node): readonly Statement[] => {
  const by = settle(scope.run, given(args, 'by', node).value);
  const names = by.kind === 'array' ? by.items.map((i) => settle(scope.run, i.value)) : [by];
  const columns = names.map((n) => (n.kind === 'constant' && typeof n.value === 'string' ? columnAt(rows.level, n.value) : opaque({ rule: 'unproven-flow', cause: `what ${spelled(node)} groups by is only known at run time`, args: [], at: spanOf(node) })));
  const items = columns.map((expr, i) => ({ star: false as const, expr, name: nameOf(names[i]) }));
  return [select({ ...selectFrom(items, rows.from, rows.where, node), groupBy: [columns], ...limits(scope.run, args, node) })];
};

const nameOf = (v: Single | undefined): string | undefined => (v?.kind === 'constant' && typeof v.value === 'string' ? v.value : undefined);

/** The rows that a relation leads to from rows that were found. */
const through = (scope: Scope, rows: Rows, relation: Relation, args: ObjectValue, node: ts.Node): Rows | undefined => {
  const reached = reach(scope, rows.level, relation, node);
  return reached && { level: reached.level, from: [...rows.from, ...reached.from], where: [...rows.where, ...reached.on, whereOf(scope, reached.level, args, node), ...cursorOf(scope, reached.level, args, node)] };
};

/** Which rows are read of a relation: all, those that arguments tell, or none. */
const nestedArguments = (run: Run, { value, node }: Given): ObjectValue | 'none' | 'unknown' => {
  const v = settle(run, value);
  if (v.kind === 'object') return v;
  if (isAbsent(v)) return 'none';
  if (v.kind === 'constant') return v.value === true ? noArguments : 'none';
  const literals = node.pos >= 0 ? run.host.literals(node) : undefined;
  return v.kind === 'scalar' && literals?.every((l) => typeof l === 'boolean') ? noArguments : 'unknown';
};

/** One nested read, and those in it. */
export const readRelation = (scope: Scope, rows: Rows, relation: Relation, part: Given): readonly Statement[] => {
  const args = nestedArguments(scope.run, part);
  if (args === 'none') return [];
  if (args === 'unknown') return [unreadStatement(`what is read of ${relation.name} is only known at run time: ${spelled(part.node)}`, part.node)];
  const found = through(scope, rows, relation, args, part.node);
  return found ? readRows(scope, found, args, part.node) : [unreadStatement(`the relation ${relation.name} is not followed`, part.node)];
};

/** `_count: true`, `_count: { select: { items: true } }`: rows of relations are counted. */
const readCounts = (scope: Scope, rows: Rows, part: Given): readonly Statement[] => {
  const lists = [...rows.level.model.relations.values()].filter((r) => r.list);
  const args = nestedArguments(scope.run, part);
  if (args === 'none') return [];
  if (args === 'unknown') return [unreadStatement(`what is counted is only known at run time: ${spelled(part.node)}`, part.node)];
  const all = args.entries.length === 0;
  if (all) return lists.flatMap((r) => readRelation(scope, rows, r, { key: r.name, value: noArguments, node: part.node }));
  return selected(scope, rows, given(args, 'select', part.node));
};

const selected = (scope: Scope, rows: Rows, part: Given): readonly Statement[] => {
  const { model } = rows.level;
  const value = settle(scope.run, part.value);
  if (isAbsent(value) || (value.kind === 'constant' && value.value === null)) return [];
  if (value.kind !== 'object') return [unreadStatement(`what ${part.key} holds is only known at run time: ${spelled(part.node)}`, part.node)];
  const unknown = unknownParts(value).map((e) => unreadStatement(`what ${part.key} holds is only known at run time: ${spelled(e.node)}`, e.node));
  return unknown.concat(
    allGiven(value, part.node).flatMap((p): readonly Statement[] => {
      const relation = model.relations.get(p.key);
      if (p.key === '_count') return readCounts(scope, rows, p);
      return relation ? readRelation(scope, rows, relation, p) : [];
    }),
  );
};

const orderItem = (scope: Scope, rows: Rows, value: Value, node: ts.Node): readonly Statement[] => {
  const { run } = scope;
  const v = settle(run, value);
  const relations = [...rows.level.model.relations.values()];
  const isHarmless = (at: ts.Node): boolean => at.pos >= 0 && !run.host.isAny(at) && !(run.host.mayBeNull(at) && run.host.mayBeUndefined(at)) && !relations.some((r) => run.host.hasProperty(at, r.name));
  if (v.kind === 'constant') return [];
  if (v.kind !== 'object') return isHarmless(node) || (v.kind === 'scalar' && isHarmless(v.node)) ? [] : [unreadStatement(`the order ${spelled(node)} is only known at run time`, node)];
  const unknown = unknownParts(v).filter((e) => !isComputedScalar(run, e) && !(e.value.kind === 'scalar' && isHarmless(e.node)));
  return [
    ...unknown.map((e) => unreadStatement(`the order ${spelled(e.node)} is only known at run time`, e.node)),
    ...allGiven(v, node).flatMap((p): readonly Statement[] => {
      const relation = relations.find((r) => r.name === p.key);
      const inner = relation && through(scope, rows, relation, noArguments, p.node);
      if (!relation) return [];
      if (!inner) return [unreadStatement(`the relation ${relation.name} is not followed`, p.node)];
      return [selectFrom(allColumns(inner.level), inner.from, inner.where, p.node), ...orderItem(scope, inner, p.value, p.node)];
    }),
  ];
};

/** Rows are put in the order of what relations lead to: that is read. */
const orderReads = (scope: Scope, rows: Rows, args: ObjectValue, node: ts.Node): readonly Statement[] => {
  const part = given(args, 'orderBy', node);
  if (isAbsent(part.value)) return [];
  const elements = elementsOf(scope.run, part.value) ?? [{ value: part.value, certain: true }];
  return elements.flatMap((e) => orderItem(scope, rows, e.value, part.node));
};

/** What is read beside the rows themselves. */
export const readsBelow = (scope: Scope, rows: Rows, args: ObjectValue, node: ts.Node): readonly Statement[] => [
  ...['include', 'select'].flatMap((key) => selected(scope, rows, given(args, key, node))),
  ...orderReads(scope, rows, args, node),
];

