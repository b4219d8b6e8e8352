import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Method } from './builder.ts';
import { nodeAt, valueAt } from './call.ts';
import { add, columnAt, exists, family, group, isBetween, isNull, listAt, not, parameterAt } from './clause.ts';
import { operatorAt } from './operator.ts';
import { hole, text } from './parts.ts';
import { KnexRaw } from './raw.ts';
import { rawAt } from './raw-text.ts';

const having: Method = (draft, call) => {
  const v = choose(call.run, valueAt(call, 0));
  if (v instanceof KnexRaw && call.count === 1) return havingRaw(draft, call);
  if (v.kind === 'function') return add(draft, 'having', call, group(draft, call, v));
  if (v.kind === 'object' || call.count !== 3) return add(draft, 'having', call, [hole(`the condition ${spelled(nodeAt(call, 0))} is not followed`, 'unproven-fragment')]);
  return add(draft, 'having', call, [...not(draft), ...columnAt(call, 0), text(' '), ...operatorAt(call, 1), text(' '), ...parameterAt(call, 2)]);
};
const havingRaw: Method = (draft, call) => add(draft, 'having', call, [...not(draft), ...rawAt(call, 0).inserted()]);
const havingIn: Method = (draft, call) => {
  const list = listAt(call, 1);
  // For an empty list Knex adds to WHERE.
  if (list === 'empty') return add({ ...draft, not: false }, 'where', call, [text(draft.not ? '1 = 1' : '1 = 0')]);
  return add(draft, 'having', call, [...columnAt(call, 0), text(draft.not ? ' not in ' : ' in '), ...list]);
};

export const havingMethods: Readonly<Record<string, Method>> = {
  ...family('having', undefined, having),
  ...family('havingRaw', undefined, havingRaw),
  ...family('havingIn', 'havingNotIn', havingIn),
  ...family('havingNull', 'havingNotNull', (draft, call) => add(draft, 'having', call, isNull(draft, call))),
  ...family('havingBetween', 'havingNotBetween', (draft, call) => add(draft, 'having', call, isBetween(draft, call))),
  ...family('havingExists', 'havingNotExists', (draft, call) => add(draft, 'having', call, exists(draft, call))),
  havingWrapped: having,
};
