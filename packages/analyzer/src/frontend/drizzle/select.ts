import { choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { itemsFrom, conditionFrom, first, firstNode, listFrom, numberFrom, settle } from './clause.ts';
import { type Draft, type SetStep, withProblem } from './draft.ts';
import { asObject, type Fields, fieldsOf } from './fields.ts';
import { Callable } from './callable.ts';
import { type Part, text, withoutTable } from './part.ts';
import { Query, type Step } from './query.ts';
import { sourceFrom } from './source.ts';

const seenFields = (draft: Draft, args: Arguments, aliased: 'sql' | 'alias'): Value => asObject(draft.fields ?? fieldsOf([]), aliased, args.call);

/** Each call takes the place of the one before. */
const condition = (clause: 'where' | 'having'): Step => (_query, draft, args, run) => {
  const v = settle(run, first(args), () => [seenFields(draft, args, 'sql')], firstNode(args));
  return { ...draft, [clause]: conditionFrom(run, v, firstNode(args)) };
};

/** `select()` takes the fields of each joined table under its name. */
const joinedFields = (draft: Draft, label: string | undefined, fields: Fields): Fields | undefined => {
  if (draft.isPartial || !draft.fields) return draft.fields;
  const before: Fields = draft.joins.length === 0 && draft.fromLabel !== undefined ? fieldsOf([[draft.fromLabel, draft.fields]]) : draft.fields;
  return label === undefined ? before : fieldsOf([...before.entries, [label, fields]]);
};

export const join = (word: string, lateral: boolean): Step => (_query, draft, args, run) => {
  const source = sourceFrom(run, first(args), firstNode(args));
  const fields = joinedFields(draft, source.label, source.fields);
  const [, on = undefinedValue] = args.values;
  const node = args.nodes[1] ?? args.call;
  const v = settle(run, on, () => [asObject(fields ?? fieldsOf([]), 'sql', args.call)], node);
  const condition = conditionFrom(run, v, node);
  const joined: readonly Part[] = [text(`${word} join ${lateral ? 'lateral ' : ''}`), ...source.text, ...(condition ? [text(' on '), ...condition] : [])];
  return { ...draft, fields, joins: [...draft.joins, { text: joined, label: source.label }] };
};

/** ORDER BY, LIMIT and OFFSET after a set operation are of the whole. */
const tail = (change: Partial<SetStep>, draft: Draft): Draft => {
  const last = draft.sets.at(-1);
  return last ? { ...draft, sets: [...draft.sets.slice(0, -1), { ...last, ...change }] } : { ...draft, ...change };
};

/** After a set operation the columns are those of the result. */
const outputs = (items: readonly Part[]): readonly Part[] => withoutTable(items).map((p) => (p.kind === 'sql' ? { ...p, parts: withoutTable(p.parts) } : p));

const setOperation = (word: string): Step => (query, draft, args, run) => {
  const v = settle(run, first(args), () => [{ kind: 'object', entries: Object.entries(setFunctions).map(([key, value]) => ({ kind: 'property', key, value, optional: false, node: args.call })) }], firstNode(args));
  if (!(v instanceof Query) || v === query) return withProblem(draft, `the right side of ${word} is not followed`);
  return { ...draft, sets: [...draft.sets, { word, right: v.text(run) }] };
};

/** Which of the tables are locked makes no difference: without `of` it is all of them. */
const locking: Step = (_query, draft, args, run) => {
  const strength = stringOf(choose(run, first(args)));
  if (strength === undefined || !/^(update|no key update|share|key share)$/.test(strength)) return withProblem(draft, `the lock ${spelled(firstNode(args))} is not known`);
  return { ...draft, locking: strength };
};

const words: Readonly<Record<string, string>> = { union: 'union', unionAll: 'union all', intersect: 'intersect', intersectAll: 'intersect all', except: 'except', exceptAll: 'except all' };

export const selectSteps: Readonly<Record<string, Step>> = {
  where: condition('where'),
  having: condition('having'),
  innerJoin: join('inner', false),
  leftJoin: join('left', false),
  rightJoin: join('right', false),
  fullJoin: join('full', false),
  crossJoin: join('cross', false),
  innerJoinLateral: join('inner', true),
  leftJoinLateral: join('left', true),
  crossJoinLateral: join('cross', true),
  groupBy: (_query, draft, args, run) => ({ ...draft, groupBy: listFrom(run, args, () => seenFields(draft, args, 'alias')) }),
  orderBy: (_query, draft, args, run) => {
    const items = listFrom(run, args, () => seenFields(draft, args, 'alias'));
    return tail({ orderBy: draft.sets.length === 0 ? items : outputs(items) }, draft);
  },
  limit: (_query, draft, args, run) => tail({ limit: numberFrom(run, args) }, draft),
  offset: (_query, draft, args, run) => tail({ offset: numberFrom(run, args) }, draft),
  for: locking,
  ...Object.fromEntries(Object.entries(words).map(([method, word]) => [method, setOperation(word)])),
};

/** `union(left, right, …)`: the left one is changed, and is what comes back. */
const setFunction = (method: string): Callable =>
  new Callable((args, run) => {
    const [left, ...rest] = args.values;
    const v = left && choose(run, left);
    if (!(v instanceof Query)) return undefined;
    return rest.reduce<Value>((query, right, i) => {
      const on = choose(run, query);
      const given = { ...args, values: [right], nodes: [args.nodes[i + 1] ?? args.call] };
      return on instanceof Query ? (on.invoke(method, given, run) ?? on) : on;
    }, v);
  });

/** The set operations as functions. */
export const setFunctions: Readonly<Record<string, Callable>> = Object.fromEntries(Object.keys(words).map((method) => [method, setFunction(method)]));

export const distinctOn = (run: Run, value: Value, args: Arguments): readonly Part[] => [text('on ('), ...itemsFrom(run, [value], firstNode(args)), text(')')];
