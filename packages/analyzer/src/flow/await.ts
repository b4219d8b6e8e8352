import type { ts } from 'ts-morph';
import { alternatives, choose } from './branch.ts';
import type { Run } from './run.ts';
import { optionsOf, scalar, type Value } from './value.ts';

/** What awaiting a value gives: some queries run by it. */
export const awaitValue = (run: Run, value: Value, node: ts.Node): Value => {
  if (value.kind === 'foreign') return value.awaited(node, run);
  if (!optionsOf(value).some((o) => o.value.kind === 'foreign')) return value;
  return alternatives(
    run,
    () => {
      const v = choose(run, value);
      return v.kind === 'foreign' ? v.awaited(node, run) : v;
    },
    () => scalar(node, { cause: 'what is awaited has more alternatives than are told apart' }),
  );
};

/** The elements of a list, awaited: `Promise.all(list)`. */
export const awaitElements = (run: Run, value: Value, node: ts.Node): Value =>
  value.kind === 'array' ? { kind: 'array', items: value.items.map((i) => ({ ...i, value: awaitValue(run, i.value, node) })) } : value;
