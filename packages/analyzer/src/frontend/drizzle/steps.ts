import { choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { ObjectValue, Value } from '../../flow/value.ts';
import { conditionFrom, first, firstNode } from './clause.ts';
import { type Draft, withProblem } from './draft.ts';
import { type Fields, fieldsFrom, fieldsOf } from './fields.ts';
import { hole, type Part, separated, text } from './part.ts';
import type { Step, StepFinder } from './query.ts';
import { join, selectSteps } from './select.ts';
import { sourceFrom } from './source.ts';
import { ColumnValue } from './table.ts';
import { assignmentsText } from './write.ts';

const targetFields = ({ target }: Draft): Fields => (target ? fieldsOf(target.fields) : fieldsOf([]));

const returning: Step = (_query, draft, args, run) => {
  const fields = args.values.length === 0 ? targetFields(draft) : fieldsFrom(run, first(args), firstNode(args));
  return { ...draft, fields };
};

/** UPDATE … FROM returns the fields of the joined tables under their names. */
const updateReturning: Step = (query, draft, args, run) => {
  if (args.values.length > 0) return returning(query, draft, args, run);
  return { ...draft, fields: fieldsOf([...targetFields(draft).entries, ...(draft.fields?.entries ?? [])]) };
};

const where: Step = (_query, draft, args, run) => {
  const v = choose(run, first(args));
  return { ...draft, where: v.kind === 'function' ? [hole('a callback is no condition here')] : conditionFrom(run, v, firstNode(args)) };
};

const updateFrom: Step = (_query, draft, args, run) => {
  const source = sourceFrom(run, first(args), firstNode(args));
  return { ...draft, from: source.text, fromLabel: source.label };
};

const member = (object: ObjectValue, key: string, args: Arguments): Value => propertyOf(object, key, args.call);

const columnsOf = (run: Run, value: Value, args: Arguments): readonly Part[] | undefined => {
  const v = choose(run, value);
  const list = v.kind === 'array' ? v.items.map((i) => choose(run, i.value)) : [v];
  return list.every((c) => c instanceof ColumnValue) ? separated(list.map((c): readonly Part[] => [{ kind: 'column', column: c.bare() }]), ',') : [hole(`the target ${spelled(firstNode(args))} is not followed`)];
};

const optional = (word: string, run: Run, config: ObjectValue, key: string, args: Arguments): readonly Part[] => {
  const condition = conditionFrom(run, choose(run, member(config, key, args)), args.call);
  return condition ? [text(` ${word} `), ...condition] : [];
};

const conflict = (action: 'nothing' | 'update'): Step => (_query, draft, args, run) => {
  const v = choose(run, first(args));
  if (v.kind === 'constant' && action === 'nothing') return { ...draft, conflict: [text('do nothing')] };
  if (v.kind !== 'object' || !draft.target) return withProblem(draft, 'the conflict clause is not followed');
  const target = choose(run, member(v, 'target', args));
  if (target.kind === 'constant' && action === 'nothing') return { ...draft, conflict: [text('do nothing')] };
  const columns: readonly Part[] = [text('('), ...(columnsOf(run, target, args) ?? []), text(')')];
  if (action === 'nothing') return { ...draft, conflict: [...columns, ...optional('where', run, v, 'where', args), text(' do nothing')] };
  const set = assignmentsText(run, draft.target, member(v, 'set', args), args.call);
  return {
    ...draft,
    conflict: [...columns, ...optional('where', run, v, 'targetWhere', args), text(' do update set '), ...set, ...optional('where', run, v, 'where', args), ...optional('where', run, v, 'setWhere', args)],
  };
};

const known: Readonly<Record<Exclude<Draft['kind'], 'fixed'>, Readonly<Record<string, Step>>>> = {
  select: selectSteps,
  insert: { returning, onConflictDoNothing: conflict('nothing'), onConflictDoUpdate: conflict('update') },
  update: { where, from: updateFrom, returning: updateReturning, innerJoin: join('inner', false), leftJoin: join('left', false), rightJoin: join('right', false), fullJoin: join('full', false) },
  delete: { where, returning },
};

/** What is said of a query that is not understood makes it no better. */
const unheard: Step = (_query, draft) => (draft.problems.length === 0 ? withProblem(draft, 'the query takes no such method') : draft);

const byKind: Readonly<Record<Draft['kind'], Readonly<Record<string, Step>>>> = {
  ...known,
  fixed: Object.fromEntries(Object.values(known).flatMap((steps) => Object.keys(steps).map((method) => [method, unheard]))),
};

/** The operation a method of a query is; undefined when it is not known. */
export const stepOf: StepFinder = (kind, method) => (Object.hasOwn(byKind[kind], method) ? byKind[kind][method] : undefined);

/** Names of all of them. */
export const stepNames: ReadonlySet<string> = new Set(Object.values(byKind).flatMap((steps) => Object.keys(steps)));
