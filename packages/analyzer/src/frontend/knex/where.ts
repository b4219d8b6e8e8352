import { choose } from '../../flow/branch.ts';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import { propertyOf } from '../../flow/object.ts';
import { type ObjectValue, optionsOf, type Single, type Value } from '../../flow/value.ts';
import { KnexBuilder, type Method } from './builder.ts';
import { type Call, nodeAt, valueAt, withArguments } from './call.ts';
import { add, columnAt, exists, family, group, isBetween, isNull, listAt, not, or, parameterAt } from './clause.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { isText, mayBeNull, pick, wordOf, wrap } from './operand.ts';
import { operatorAt } from './operator.ts';
import { hole, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';
import { rawAt } from './raw-text.ts';
import { State } from './state.ts';

type Side = 'value' | 'column';

const rightAt = (call: Call, index: number, side: Side): Parts => (side === 'column' ? wrap(call, valueAt(call, index), nodeAt(call, index)) : parameterAt(call, index));

const isNullOnly = (value: Value): boolean => optionsOf(value).every(({ value: v }) => v.kind === 'constant' && v.value === null);

/** `where(column, value)`: NULL makes `is null` of it. */
const equals = (draft: Draft, call: Call, side: Side, optional?: boolean, at = call.at): Draft => {
  const value = valueAt(call, 1);
  if (isNullOnly(value)) return add(draft, 'where', call, isNull(draft, call), at, optional);
  const operator = side === 'value' && mayBeNull(call.run, value, nodeAt(call, 1)) ? ' is not distinct from ' : ' = ';
  return add(draft, 'where', call, [...not(draft), ...columnAt(call, 0), text(operator), ...rightAt(call, 1, side)], at, optional);
};

const compared = (draft: Draft, call: Call, side: Side): Draft => {
  const word = wordOf(call.run, valueAt(call, 1), nodeAt(call, 1))?.toLowerCase().trim();
  const of = withArguments(call, [valueAt(call, 0), valueAt(call, 2)], [nodeAt(call, 0), nodeAt(call, 2)]);
  if (word === 'in' || word === 'not in') return whereIn({ ...draft, not: word === 'not in' }, of);
  if (word === 'between' || word === 'not between') return whereBetween({ ...draft, not: word === 'not between' }, of);
  if ((word === 'is' || word === 'is not') && isNullOnly(valueAt(call, 2))) return whereNull({ ...draft, not: word === 'is not' }, of);
  return add(draft, 'where', call, [...not(draft), ...columnAt(call, 0), text(' '), ...operatorAt(call, 1), text(' '), ...rightAt(call, 2, side)]);
};

const keysOf = ({ entries }: ObjectValue): readonly string[] => [...new Set(entries.flatMap((e) => (e.kind === 'property' ? [e.key] : [])))];

/** What is spread and not known in an object adds conditions at most, when it is plain data. */
const unknownKeys = (draft: Draft, call: Call, object: ObjectValue): Draft =>
  object.entries.reduce((d, e) => {
    if (e.kind !== 'spread') return d;
    const isHarmless = draft.bool === 'and' && optionsOf(e.value).every(({ value: v }) => isText(call.run, v, e.node));
    return isHarmless ? d : add({ ...d, bool: draft.bool }, 'where', call, [hole(`the filter ${spelled(e.node)} is only known at run time`, 'unproven-fragment')], spanOf(e.node));
  }, draft);

/** `where({ … })`: a condition for each key. */
const objectWhere = (draft: Draft, call: Call, object: ObjectValue, side: Side): Draft => {
  const { bool } = draft;
  const isNot = draft.not;
  const filled = keysOf(object).reduce((d, key) => {
    // What is spread after it may be what counts.
    const node = object.entries.findLast((e) => e.kind === 'spread' || e.key === key)?.node ?? call.node;
    const optional = !object.entries.some((e) => e.kind === 'property' && e.key === key && !e.optional);
    const one = withArguments(call, [{ kind: 'constant', value: key }, propertyOf(object, key, node)], [call.node, node]);
    return equals({ ...d, bool, not: isNot }, one, side, optional || undefined, spanOf(node));
  }, draft);
  return { ...unknownKeys({ ...filled, bool, not: isNot }, call, object), bool: 'and', not: false };
};

/** The one argument of `where(filter)` when nobody knows what it is. */
const unknownWhere = (draft: Draft, call: Call, v: Single, side: Side): Draft => objectWhere(draft, call, { kind: 'object', entries: [{ kind: 'spread', value: v, node: nodeAt(call, 0) }] }, side);

const whereWith =
  (side: Side): Method =>
  (draft, call) => {
    const v = pick(call.run, valueAt(call, 0), nodeAt(call, 0));
    if (v.kind === 'constant' && typeof v.value === 'boolean') return add(draft, 'where', call, [...not(draft), text(v.value ? '1 = 1' : '1 = 0')]);
    if (v.kind === 'function') return add(draft, 'where', call, group(draft, call, v));
    if (v instanceof KnexRaw && call.count === 1) return whereRaw(draft, call);
    if (v.kind === 'object') return objectWhere(draft, call, v, side);
    const [first] = call.args.values;
    const given = first ? withArguments(call, [v, ...call.args.values.slice(1)], call.args.nodes) : call;
    if (v.kind === 'scalar' && call.count === 1) return unknownWhere(draft, given, v, side);
    if (v.kind === 'array' || v.kind === 'instance' || v instanceof KnexBuilder) return add(draft, 'where', call, [hole(`the condition ${spelled(nodeAt(call, 0))} is not followed`, 'unproven-fragment')]);
    // Without a value Knex throws where it would send the query.
    if (call.count === 1 && v.kind === 'constant') return add(draft, 'where', call, [text('false')]);
    return call.count === 2 ? equals(draft, given, side) : compared(draft, given, side);
  };

const where = whereWith('value');
const whereColumn = whereWith('column');

/** A group of its own that holds the conditions of an object. */
const objectGroup = (draft: Draft, call: Call, v: ObjectValue, side: Side): Draft => {
  const builder = KnexBuilder.made(call.run, { node: call.node, site: false }, new State(objectWhere(emptyDraft, call, v, side)), call.query);
  return add(draft, 'where', call, group(draft, call, builder));
};

const orWhereWith =
  (side: Side): Method =>
  (draft, call) => {
    const v = choose(call.run, valueAt(call, 0));
    if (v.kind === 'object') return objectGroup(or(draft), call, v, side);
    return (side === 'value' ? where : whereColumn)(or(draft), withArguments(call, [v, ...call.args.values.slice(1)], call.args.nodes));
  };

const whereRaw: Method = (draft, call) => add(draft, 'where', call, [...not(draft), ...rawAt(call, 0).inserted()]);
const whereNull: Method = (draft, call) => add(draft, 'where', call, isNull(draft, call));
const whereBetween: Method = (draft, call) => add(draft, 'where', call, isBetween(draft, call));
const whereExists: Method = (draft, call) => add(draft, 'where', call, exists(draft, call));
const whereIn: Method = (draft, call) => {
  const list = listAt(call, 1);
  // An empty list is a constant: no row for IN, every row for NOT IN.
  if (list === 'empty') return add({ ...draft, not: false }, 'where', call, [text(draft.not ? '1 = 1' : '1 = 0')]);
  return add(draft, 'where', call, [...columnAt(call, 0), text(draft.not ? ' not in ' : ' in '), ...list]);
};
const whereWrapped: Method = (draft, call) => {
  const v = choose(call.run, valueAt(call, 0));
  if (v.kind === 'function') return add(draft, 'where', call, group(draft, call, v));
  return add(draft, 'where', call, [hole(`the condition ${spelled(nodeAt(call, 0))} is not followed`, 'unproven-fragment')]);
};
const like =
  (word: string): Method =>
  (draft, call) =>
    add(draft, 'where', call, [...columnAt(call, 0), text(draft.not ? ` not ${word} ` : ` ${word} `), ...parameterAt(call, 1)]);

/** `@>` and `<@`; NOT stands before the whole. */
const contains =
  (operator: string): Method =>
  (draft, call) =>
    add(draft, 'where', call, [...not(draft), ...columnAt(call, 0), text(` ${operator} `), ...parameterAt(call, 1)]);
const whereJsonObject: Method = (draft, call) => add(draft, 'where', call, [...columnAt(call, 0), text(draft.not ? ' != ' : ' = '), ...parameterAt(call, 1)]);
const whereJsonPath: Method = (draft, call) =>
  add(draft, 'where', call, [text('jsonb_path_query_first('), ...columnAt(call, 0), text(', '), ...parameterAt(call, 1), text(`) #>> '{}' `), ...operatorAt(call, 2), text(' '), ...parameterAt(call, 3)]);

export const whereMethods: Readonly<Record<string, Method>> = {
  ...family('where', 'whereNot', where),
  ...family('whereColumn', 'whereNotColumn', whereColumn),
  ...family('whereRaw', undefined, whereRaw),
  ...family('whereNull', 'whereNotNull', whereNull),
  ...family('whereBetween', 'whereNotBetween', whereBetween),
  ...family('whereExists', 'whereNotExists', whereExists),
  ...family('whereIn', 'whereNotIn', whereIn),
  ...family('whereLike', undefined, like('like')),
  ...family('whereILike', undefined, like('ilike')),
  ...family('whereJsonObject', 'whereNotJsonObject', whereJsonObject),
  ...family('whereJsonPath', undefined, whereJsonPath),
  ...family('whereJsonSupersetOf', 'whereJsonNotSupersetOf', contains('@>')),
  ...family('whereJsonSubsetOf', 'whereJsonNotSubsetOf', contains('<@')),
  orWhere: orWhereWith('value'),
  orWhereColumn: orWhereWith('column'),
  whereWrapped,
};
