import { constant as constantExpr, type Expr, param } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { judge } from '../flow/facts.ts';
import { spanOf } from '../flow/offsets.ts';
import type { Run } from '../flow/run.ts';
import { stringOf } from '../flow/text.ts';
import { optionsOf, type Value } from '../flow/value.ts';

let keys = 0;

const constantOf = (value: Value): string | number | boolean | null | undefined => {
  if (value.kind === 'constant') return value.value ?? null;
  return value.kind === 'text' ? stringOf(value) : undefined;
};

/** The `param` node of a value that is bound at run time; constants stay constants. */
export const bindPlain = (run: Run, value: Value, node: ts.Node): Expr => {
  const known = constantOf(value);
  const at = spanOf(node);
  if (known !== undefined) return constantExpr({ value: known, at });
  const key = `v${++keys}`;
  run.bindings.set(key, () => judge(run, value, node));
  return param({ key, at });
};

/** Whether a value is plain data: nothing a library would turn into SQL. */
export const isPlain = (value: Value): boolean =>
  optionsOf(value).every(({ value: v }) => v.kind !== 'foreign' && v.kind !== 'function');
