import { choose } from '../../flow/branch.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { FunctionValue } from '../../flow/value.ts';
import { KnexBuilder, type Method } from './builder.ts';
import { currentOf } from './captured.ts';
import { type Call, fromArgument, nodeAt, valueAt, withArguments } from './call.ts';
import { add, columnAt, exists, family, group, isBetween, isNull, listAt, parameterAt } from './clause.ts';
import { type Draft, emptyDraft, type Join, withProblem } from './draft.ts';
import { columnize, wordOf, wrap } from './operand.ts';
import { operatorAt } from './operator.ts';
import { hole, type Parts, text } from './parts.ts';
import { rawAt } from './raw-text.ts';
import { draftOf, State } from './state.ts';
import { KnexRaw } from './raw.ts';

type Side = 'value' | 'column';

/** The object that a callback gets and adds conditions to. */
const clauseThrough = (call: Call, f: FunctionValue, type: string): KnexBuilder => {
  const clause = KnexBuilder.made(call.run, { node: call.node, site: false }, new State({ ...emptyDraft, joinType: type, pairs: [] }), { method: clauseMethodOf, special: () => undefined, query: call.query });
  call.run.call({ ...f, self: f.self ?? clause }, [clause], call.node);
  return clause;
};

const sideAt = (call: Call, index: number, side: Side): Parts => {
  if (side === 'value') return parameterAt(call, index);
  const v = choose(call.run, valueAt(call, index));
  const found = wrap(call, v, nodeAt(call, index));
  return v instanceof KnexBuilder ? [text('('), ...found, text(')')] : found;
};

/** A DELETE takes the columns of `on(a, b)` and of nothing else. */
const withPair = (draft: Draft, pair: Parts | undefined): Draft => ({ ...draft, pairs: pair && draft.pairs ? [...draft.pairs, pair] : undefined });

const compared = (draft: Draft, call: Call, side: Side): Draft => {
  const [operator, right] = call.count === 2 ? [[text('=')], 1] : [operatorAt(call, 1), 2];
  const pair = side === 'column' ? [...columnAt(call, 0), text(' = '), ...sideAt(call, right, side)] : undefined;
  return withPair(add(draft, 'where', call, [...columnAt(call, 0), text(' '), ...operator, text(' '), ...sideAt(call, right, side)]), pair);
};

const onWith =
  (side: Side): Method =>
  (draft, call) => {
    const v = choose(call.run, valueAt(call, 0));
    const unread = (): Draft => withPair(add(draft, 'where', call, [hole(`the condition ${spelled(nodeAt(call, 0))} is not followed`, 'unproven-fragment')]), undefined);
    if (v.kind === 'function') return withPair(add(draft, 'where', call, group({ ...draft, not: false }, call, clauseThrough(call, v, ''), currentOf(call.run, v))), undefined);
    if (v.kind === 'object') {
      if (v.entries.some((e) => e.kind === 'spread' || e.optional)) return unread();
      return v.entries.reduce((d, e) => (e.kind === 'property' ? compared({ ...d, bool: draft.bool }, withArguments(call, [{ kind: 'constant', value: e.key }, propertyOf(v, e.key, e.node)], [e.node, e.node]), side) : d), draft);
    }
    if (call.count === 1) return v instanceof KnexRaw ? withPair(add(draft, 'where', call, v.inserted()), undefined) : unread();
    return compared(draft, call, side);
  };

const simple =
  (parts: (draft: Draft, call: Call) => Parts): Method =>
  (draft, call) =>
    withPair(add(draft, 'where', call, parts(draft, call)), undefined);

const onIn: Method = (draft, call) => {
  const list = listAt(call, 1);
  // For an empty list Knex compares 1 with 0, and the flag for NOT stays.
  if (list === 'empty') return { ...withPair(add(draft, 'where', call, [text('1 = 0')]), undefined), not: draft.not };
  return withPair(add(draft, 'where', call, [...columnAt(call, 0), text(draft.not ? ' not in ' : ' in '), ...list]), undefined);
};

const jsonPath = (first: Parts, path: Parts): Parts => [text('jsonb_path_query_first('), ...first, text(', '), ...path, text(')')];

const clauseMethods: Readonly<Record<string, Method>> = {
  ...family('on', undefined, onWith('column')),
  ...family('onVal', undefined, onWith('value')),
  ...family('onIn', 'onNotIn', onIn),
  ...family('onNull', 'onNotNull', simple(isNull)),
  ...family('onExists', 'onNotExists', simple(exists)),
  ...family('onBetween', 'onNotBetween', simple(isBetween)),
  ...family('onJsonPathEquals', undefined, simple((_d, call) => [...jsonPath(columnAt(call, 0), parameterAt(call, 1)), text(' = '), ...jsonPath(columnAt(fromArgument(call, 2), 0), parameterAt(call, 3))])),
  using: (draft, call) => withPair({ ...draft, joinUsing: columnize(call, valueAt(call, 0), nodeAt(call, 0)) }, undefined),
  type: (draft, call) => {
    const type = wordOf(call.run, valueAt(call, 0), nodeAt(call, 0));
    return type === undefined ? withProblem(draft, 'the type of the join is only known at run time') : { ...draft, joinType: type };
  },
};

const clauseMethodOf = (name: string): Method | undefined => (Object.hasOwn(clauseMethods, name) ? clauseMethods[name] : undefined);

/** The table of a join, with the schema of the query. */
const tableAt = (draft: Draft, call: Call): Parts => {
  const node = nodeAt(call, 0);
  const v = choose(call.run, valueAt(call, 0));
  const word = draft.schema === undefined ? undefined : wordOf(call.run, v, node);
  return wrap(call, word === undefined ? v : { kind: 'constant', value: `${draft.schema}.${word}` }, node, 'table');
};

const withOn = (call: Call, type: string): Draft => {
  const start: Draft = { ...emptyDraft, joinType: type, pairs: [] };
  const v = choose(call.run, valueAt(call, 1));
  if (v.kind === 'function') return draftOf(choose(call.run, clauseThrough(call, v, type).state(call.run)));
  if (call.count < 2 || (v.kind === 'constant' && !v.value)) return start;
  return onWith('column')(start, withArguments(fromArgument(call, 1), [v, ...call.args.values.slice(2)], call.args.nodes.slice(1)));
};

const joined =
  (type: string): Method =>
  (draft, call) => {
    const built = withOn(call, type);
    const join: Join = { type: built.joinType, table: tableAt(draft, call), clauses: built.where, using: built.joinUsing, pairs: built.pairs };
    const [problem] = built.problems;
    const next = { ...draft, joins: [...draft.joins, join] };
    return problem ? withProblem(next, problem.cause, problem.rule) : next;
  };

export const joinMethods: Readonly<Record<string, Method>> = {
  join: joined('inner'),
  innerJoin: joined('inner'),
  leftJoin: joined('left'),
  leftOuterJoin: joined('left outer'),
  rightJoin: joined('right'),
  rightOuterJoin: joined('right outer'),
  outerJoin: joined('outer'),
  fullOuterJoin: joined('full outer'),
  crossJoin: joined('cross'),
  joinRaw: (draft, call) => ({ ...draft, joins: [...draft.joins, { table: rawAt(call, 0).inserted(), clauses: [], pairs: undefined }] }),
};
