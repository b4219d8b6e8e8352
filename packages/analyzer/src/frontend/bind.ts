import { constant as constantExpr, type Expr, param } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { type Judged, judge, judgedBoth } from '../flow/facts.ts';
import { spanOf } from '../flow/offsets.ts';
import type { Run } from '../flow/run.ts';
import { stringOf } from '../flow/text.ts';
import { optionsOf, unknownKey, type Value } from '../flow/value.ts';

const numbers = new WeakMap<object, number>();
let next = 0;

const numberOf = (o: object): number => {
  let n = numbers.get(o);
  if (n === undefined) numbers.set(o, (n = ++next));
  return n;
};

/** The same variable, or the same member of one, is the same value wherever it is bound. */
const keyOf = (value: Value): string =>
  value.kind === 'scalar' && value.parent && value.property !== undefined && value.property !== unknownKey && !value.row && !value.parent.row
    ? `${keyOf(value.parent)}.${value.property}`
    : `v${numberOf(value)}`;

const constantOf = (value: Value): string | number | boolean | null | undefined => {
  if (value.kind === 'constant') return value.value ?? null;
  return value.kind === 'text' ? stringOf(value) : undefined;
};

/** The `param` node of a value that is bound at run time; constants stay constants. */
export const bindPlain = (run: Run, value: Value, node: ts.Node): Expr => {
  const known = constantOf(value);
  const at = spanOf(node);
  if (known !== undefined) return constantExpr({ value: known, at });
  const key = keyOf(value);
  const before = run.bindings.get(key);
  let judged: Judged | undefined;
  run.bindings.set(key, () => (judged ??= before ? judgedBoth(before(), judge(run, value, node)) : judge(run, value, node)));
  return param({ key, at });
};

/** Whether a value is plain data: nothing a library would turn into SQL. */
export const isPlain = (value: Value): boolean =>
  optionsOf(value).every(({ value: v }) => v.kind !== 'foreign' && v.kind !== 'function');
