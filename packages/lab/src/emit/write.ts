import type { Assignment, DeleteStatement, Expr, InsertStatement, MergeStatement, MergeWhen, OnConflict, Query, UpdateStatement } from '@tenantscope/core';
import { keyed, lazily, list, quoted } from './code.ts';
import { conditionCalls } from './condition.ts';
import { itemCalls } from './items.ts';
import { value } from './operand.ts';
import { withCalls } from './query.ts';
import { fromOf } from './relation.ts';
import { unaliased } from './unaliased.ts';
import { Inexpressible, type Writer } from './writer.ts';

/** A request's value may be missing for all that is known, and its key with it; in an expression it is there. */
const cell = (to: Writer, e: Expr): string => (e.kind === 'param' ? `sql.val(${to.variable(e.key)})` : value(to, e));

const record = (to: Writer, entries: readonly (readonly [string, Expr])[]): string => {
  if (new Set(entries.map(([key]) => key)).size < entries.length) throw new Inexpressible('a column that is written twice');
  return keyed(entries.map(([key, e]) => [key, cell(to, e)] as const));
};

/** Callbacks for the whole, or for each value that needs one. */
const written = (to: Writer, entries: readonly (readonly [string, Expr])[]): string => lazily(record(to, entries));

const setOf = (to: Writer, set: readonly Assignment[]): string => {
  if (set.some((a) => a.value.kind === 'operator' && a.value.op === 'field')) throw new Inexpressible('several columns set from one sub-query');
  return written(to, set.map((a) => [a.column, a.value] as const));
};

const setCalls = (to: Writer, set: readonly Assignment[]): string => {
  if (to.choose(4) > 0 || set.some((a) => a.value.kind === 'operator' && a.value.op === 'field')) return `.set(${setOf(to, set)})`;
  return set.map((a) => `.set(${quoted(a.column)}, ${lazily(cell(to, a.value))})`).join('');
};

const valuesOf = (to: Writer, columns: readonly string[], rows: readonly (readonly Expr[])[]): string => {
  const missing: Expr = { kind: 'default' };
  const records = rows.map((r) => record(to, columns.map((c, i) => [c, r[i] ?? missing] as const)));
  return lazily(records.length === 1 ? (records[0] ?? '') : `[${list(records)}]`);
};

const sourceCalls = (to: Writer, columns: readonly string[] | undefined, source: Query | undefined): string => {
  if (!source) return '.defaultValues()';
  if (source.kind !== 'values') return `${columns ? `.columns([${list(columns.map(quoted))}])` : ''}.expression(${lazily(to.query(source))})`;
  if (!columns) throw new Inexpressible('VALUES for all columns');
  return `.values(${valuesOf(to, columns, source.rows)})`;
};

const conflictCall = (to: Writer, c: OnConflict | undefined): string => {
  if (!c) return '';
  if (c.target?.kind === 'opaque') throw new Inexpressible('a conflict on an expression');
  const target = !c.target ? '' : c.target.kind === 'constraint' ? `.constraint(${quoted(c.target.name)})` : c.target.columns.length === 1 && to.choose(2) === 0 ? `.column(${quoted(c.target.columns[0] ?? '')})` : `.columns([${list(c.target.columns.map(quoted))}])`;
  const action = c.update ? `.doUpdateSet(${setOf(to, c.update.set)})${conditionCalls(to, 'where', c.update.where)}` : '.doNothing()';
  return `.onConflict((oc) => oc${target}${action})`;
};

export const insertOf = (to: Writer, statement: InsertStatement): string => {
  const s = unaliased(statement);
  return [`db${withCalls(to, s.with)}.insertInto(${to.source(s.target)})`, sourceCalls(to, s.columns, s.source), conflictCall(to, s.onConflict), itemCalls(to, s.returning, 'returning', true)].join('');
};

const changed = (to: Writer, s: UpdateStatement | DeleteStatement): string => {
  const others = s.kind === 'update' ? s.from : s.using;
  const from = others.length === 0 ? undefined : fromOf(to, others, 'plain');
  const filters = conditionCalls(to, 'where', s.where);
  return [from ? `.${s.kind === 'update' ? 'from' : 'using'}(${from.start})${from.joins}` : '', filters, itemCalls(to, s.returning, 'returning')].join('');
};

export const updateOf = (to: Writer, s: UpdateStatement): string => `db${withCalls(to, s.with)}.updateTable(${to.source(s.target)})${setCalls(to, s.set)}${changed(to, s)}`;

export const deleteOf = (to: Writer, s: DeleteStatement): string => `db${withCalls(to, s.with)}.deleteFrom(${to.source(s.target)})${changed(to, s)}`;

const whenNames: Readonly<Record<MergeWhen['match'], string>> = { matched: 'whenMatched', 'not-matched': 'whenNotMatched', 'not-matched-by-source': 'whenNotMatchedBySource' };

const actionCall = (to: Writer, { action: a }: MergeWhen): string => {
  if (a.do === 'nothing') return '.thenDoNothing()';
  if (a.do === 'delete') return '.thenDelete()';
  if (a.do === 'update') return to.choose(2) === 0 ? `.thenUpdateSet(${setOf(to, a.set)})` : `.thenUpdate((ub) => ub.set(${setOf(to, a.set)}))`;
  if (!a.columns || !a.values) throw new Inexpressible('MERGE … INSERT without columns');
  return `.thenInsertValues(${valuesOf(to, a.columns, [a.values])})`;
};

const whenCalls = (to: Writer, w: MergeWhen): string => {
  const name = whenNames[w.match];
  // `whenMatchedAnd` takes one condition.
  const condition = w.condition && lazily(to.expression(w.condition));
  return `.${condition === undefined ? `${name}()` : `${name}And(${condition})`}${actionCall(to, w)}`;
};

export const mergeOf = (to: Writer, s: MergeStatement): string => {
  const on = s.on.kind === 'constant' && s.on.value === true ? '.onTrue()' : conditionCalls(to, 'on', s.on);
  return [`db${withCalls(to, s.with)}.mergeInto(${to.source(s.target)}).using(${lazily(to.source(s.source))}, (join) => join${on})`, ...s.whens.map((w) => whenCalls(to, w)), itemCalls(to, s.returning, 'returning')].join('');
};
