import type { TableModel } from '../model/model.ts';
import type { MergeStatement, MergeWhen } from '../query/statement/merge.ts';
import { checkSpread } from './cascade.ts';
import { cellWords, judgeCell } from './cell.ts';
import type { Context } from './closure.ts';
import { ownerState } from './columns.ts';
import { openWith } from './cte.ts';
import { noExit, settle } from './demand.ts';
import { checkEffects } from './effects.ts';
import { factsOf } from './facts.ts';
import { checkFilled } from './fill.ts';
import { bindRelation, type Bound } from './from.ts';
import { inspect, inspectItems } from './inspect.ts';
import { type Demand, type Env, type Level, openLevel } from './level.ts';
import { outputOf, project } from './query.ts';
import { finish, type Session } from './session.ts';
import { bindTarget, checkAssignments, reportValue, requirementsOf } from './target.ts';
import { unknownOutput, type Binding, type JoinNode, type Obligation, type Output, type Pending } from './structure.ts';

interface Merge {
  readonly session: Session;
  readonly level: Level;
  readonly statement: MergeStatement;
  readonly table: TableModel;
  readonly target: Binding;
  readonly source: Bound;
}

/** MERGE pairs rows as a join does; which side survives without a partner depends on the WHEN clause. */
const joinFor = ({ target, source }: Merge, when: MergeWhen['match']): JoinNode => ({
  type: when === 'matched' ? 'inner' : when === 'not-matched' ? 'right' : 'left',
  left: new Set([target]),
  right: source.columns,
});

/** Where one side has no row, its columns cannot be named. */
const levelOf = ({ level, target }: Merge, match: MergeWhen['match']): Level => {
  if (match === 'matched') return level;
  return { ...level, bindings: level.bindings.filter((b) => (b === target) === (match === 'not-matched-by-source')) };
};

const contextFor = (merge: Merge, when: MergeWhen): Context => {
  const { session, level, statement } = merge;
  const join = joinFor(merge, when.match);
  // A source that is itself a join is NULL-extended as a whole.
  if (merge.source.join) merge.source.join.parent = { join, side: 'right' };
  const edges = [
    ...factsOf({ session, level, guard: { join }, clause: 'ON' }, statement.on, true),
    ...(when.condition ? factsOf({ session, level: levelOf(merge, when.match), guard: undefined, clause: 'WHEN … AND' }, when.condition, true) : []),
  ];
  return { edges: [...level.edges, ...edges], outerJoins: true };
};

const targetDemand = ({ table, target }: Merge, at: MergeWhen['at']): Demand | undefined => {
  const owner = ownerState(target, table);
  if (!owner) return undefined;
  return {
    obligation: { table: table.key, alias: target.alias, access: 'merge', column: owner.term.label, at: at ?? target.at },
    starts: [{ state: owner }],
    present: [target],
  };
};

/** A source that is itself a join may be NULL-extended in part. */
const sourcePresent = ({ source }: Merge): Iterable<Binding> => (source.columns.size === 1 ? source.columns : []);

const checkInsert = (merge: Merge, when: MergeWhen, context: Context): void => {
  const { session, table } = merge;
  const level = levelOf(merge, when.match);
  const { action } = when;
  if (action.do !== 'insert') return;
  const names = action.columns ?? (table.columns ? [...table.columns.keys()] : []);
  checkEffects(session, table, { event: 'insert' }, when.at);
  checkFilled(session, level, table, (c) => { const cell = action.values?.[names.indexOf(c.name)]; return !cell || cell.kind === 'default'; });
  const filling = { session, level, table, context, present: sourcePresent(merge) };
  for (const r of requirementsOf(session, table)) {
    const cell = action.values?.[names.indexOf(r.column)];
    reportValue(session, table, r, judgeCell(filling, r, cell), cellWords(table, r.column, cell), cell?.at ?? when.at);
  }
};

const checkAction = (merge: Merge, when: MergeWhen, context: Context): void => {
  const { session, table } = merge;
  const level = levelOf(merge, when.match);
  if (when.action.do === 'update') checkAssignments(session, level, { table, binding: merge.target }, when.action.set, context, when.match === 'matched' ? [merge.target, ...sourcePresent(merge)] : [merge.target]);
  if (when.action.do === 'delete') checkSpread(session, table, 'delete', when.at);
  checkInsert(merge, when, context);
};

const demandsOf = (merge: Merge, act: () => void): readonly Demand[] => {
  const before = merge.level.demands.length;
  act();
  return merge.level.demands.splice(before);
};

const inspectWhen = (merge: Merge, when: MergeWhen): void => {
  const { session } = merge;
  const level = levelOf(merge, when.match);
  inspect(session, level, when.condition);
  if (when.action.do === 'update') for (const { value } of when.action.set) inspect(session, level, value);
  if (when.action.do === 'insert') for (const value of when.action.values ?? []) inspect(session, level, value);
};

/** Decides a MERGE: every WHEN that does something must touch and depend on the tenant's own rows only. */
export const writeMerge = (session: Session, statement: MergeStatement, parent: Level | undefined, outer: Env | undefined): Output => {
  const level = openLevel(parent, openWith(session, statement.with, parent, outer));
  const bound = bindTarget(session, level, statement.target);
  const source = bindRelation(session, level, statement.source);
  // RETURNING * shows the source first.
  if (bound) level.star.push(...level.star.splice(0, 1));
  const failed = new Map<Obligation['table'], Pending>();
  const show = (demand: Demand, context: Context): void => {
    const pending = settle(session, level, demand, context, noExit);
    const key = `${demand.obligation.table} ${demand.obligation.alias} ${demand.obligation.access}`;
    const known = failed.get(key);
    if (pending && (!known || (known.cause && !pending.cause))) failed.set(key, pending);
  };
  if (!bound) {
    for (const demand of level.demands) show(demand, { edges: level.edges, outerJoins: level.outerJoins });
    for (const p of failed.values()) finish(session, p);
    return unknownOutput;
  }
  const merge: Merge = { session, level, statement, table: bound.table, target: bound.binding, source };
  const always = [...level.demands];
  const inOn = demandsOf(merge, () => {
    inspect(session, level, statement.on);
  });
  for (const when of statement.whens) {
    const own = demandsOf(merge, () => {
      inspectWhen(merge, when);
    });
    const context = contextFor(merge, when);
    // Whether nothing is done decides what a later WHEN does.
    if (when.action.do === 'nothing') {
      for (const demand of own) show(demand, context);
      continue;
    }
    const target = targetDemand(merge, when.at);
    for (const demand of [...(target ? [target] : []), ...always, ...inOn, ...own]) show(demand, context);
    checkAction(merge, when, context);
  }
  for (const demand of demandsOf(merge, () => {
    inspectItems(session, level, statement.returning);
  }))
    show(demand, { edges: [], outerJoins: true });
  for (const p of failed.values()) finish(session, p);
  return outputOf(level, project(session, level, statement.returning), []);
};
