import type { Span } from '@tenantscope/core';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type FunctionValue } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import type { KnexBuilder, Method } from './builder.ts';
import { type Call, nodeAt, valueAt } from './call.ts';
import type { Clause, Draft } from './draft.ts';
import { columnize, nested, parameter, query, wrap } from './operand.ts';
import { between, expression, hole, type Parts, printOf, text } from './parts.ts';

export type List = 'where' | 'having';

/** A condition as text, with values by how far they are trusted: two that read the same mean the same for the proof. */
const print = (run: Run, parts: Parts): string =>
  parts.map((p) => (p.kind === 'expression' && p.expr.kind === 'param' ? `$${run.bindings.get(p.expr.key)?.().facts.trust ?? ''}` : printOf([p]))).join('');

/** Adds a condition under the flags that are set, and takes them down. */
export const add = (draft: Draft, list: List, call: Call, parts: Parts, at: Span = call.at, optional?: boolean): Draft => {
  const clause: Clause = { bool: draft.bool, parts, optional, at, print: draft.bool === 'or' ? print(call.run, parts) : '' };
  return { ...draft, [list]: [...draft[list], clause], bool: 'and', not: false };
};

/** The word that `not` leaves, and nothing without it. */
export const not = (draft: Draft): Parts => (draft.not ? [text('not ')] : []);

export const or = (draft: Draft): Draft => ({ ...draft, bool: 'or' });
const negated = (draft: Draft): Draft => ({ ...draft, not: true });

/** A column, or several as a row. */
export const columnAt = (call: Call, index: number): Parts => {
  const node = nodeAt(call, index);
  const v = choose(call.run, valueAt(call, index));
  return v.kind === 'array' ? [text('('), ...columnize(call, v, node), text(')')] : wrap(call, v, node);
};

export const parameterAt = (call: Call, index: number): Parts => parameter(call, valueAt(call, index), nodeAt(call, index));

export const isNull = (draft: Draft, call: Call): Parts => [...columnAt(call, 0), text(draft.not ? ' is not null' : ' is null')];

export const isBetween = (draft: Draft, call: Call, index = 1): Parts => {
  const node = nodeAt(call, index);
  const v = choose(call.run, valueAt(call, index));
  const items = v.kind === 'array' && v.items.length === 2 && v.items.every((i) => i.presence === 'one') ? v.items.map((i) => parameter(call, i.value, node)) : undefined;
  const bounds = items ? between(items, ' and ') : [expression(bindPlain(call.run, v, node)), text(' and '), expression(bindPlain(call.run, v, node))];
  return [...columnAt(call, 0), text(draft.not ? ' not between ' : ' between '), ...bounds];
};

export const exists = (draft: Draft, call: Call): Parts => {
  const found = query(call, valueAt(call, 0), nodeAt(call, 0));
  return [text(draft.not ? 'not exists (' : 'exists ('), ...(found ?? [hole(`the sub-query ${spelled(call.node)} is not followed`)]), text(')')];
};

/** The list of an IN; `empty` when it has no element. */
export const listAt = (call: Call, index: number): Parts | 'empty' => {
  const { run } = call;
  const node = nodeAt(call, index);
  const v = choose(run, valueAt(call, index));
  if (v.kind !== 'array') {
    const one = parameter(call, v, node);
    const isQuery = one.some((p) => p.kind === 'nested');
    return isQuery ? one : [text('('), ...one, text(')')];
  }
  if (v.items.length === 0) return 'empty';
  const items = v.items.map((i) => choose(run, i.value));
  const isRows = items[0]?.kind === 'array';
  const row = (item: (typeof items)[number]): Parts => (item.kind === 'array' ? [text('('), ...between(item.items.map((i) => parameter(call, i.value, node)), ', '), text(')')] : parameter(call, item, node));
  return [text('('), ...between(items.map((item, i) => (isRows ? row(item) : parameter(call, v.items[i]?.value ?? constant(undefined), node))), ', '), text(')')];
};

/** A callback's conditions in parentheses. */
export const group = (draft: Draft, call: Call, builder: KnexBuilder | FunctionValue, isCurrent?: () => boolean): Parts =>
  nested(call, builder, 'group', nodeAt(call, 0), { negated: draft.not, ...(isCurrent ? { isCurrent } : {}) });

/** A method with the forms that stand for `and`, `or`, `not` and both. */
export const family = (name: string, notName: string | undefined, method: Method): Readonly<Record<string, Method>> => {
  const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);
  const forms = (n: string, m: Method): Record<string, Method> => ({ [n]: m, [`and${capital(n)}`]: m, [`or${capital(n)}`]: (d, c) => m(or(d), c) });
  return { ...forms(name, method), ...(notName === undefined ? {} : forms(notName, (d, c) => method(negated(d), c))) };
};
