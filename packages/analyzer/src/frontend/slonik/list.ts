import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { literalUnion } from '../../flow/property.ts';
import type { Run } from '../../flow/run.ts';
import { type Item, type Single, unknownKey, type Value, scalar } from '../../flow/value.ts';
import { isBound } from './hole.ts';

/** How often an element may stand in a list; twice stands for any number of times. */
const times: Readonly<Record<Item['presence'], readonly number[]>> = { one: [1], optional: [0, 1], many: [0, 1, 2] };

const numberOf = (run: Run, presence: Item['presence']): number => {
  const picked = choose(run, literalUnion(times[presence]));
  return picked.kind === 'constant' ? Number(picked.value) : 0;
};

/** One of the lists that a value may be, as its elements; undefined when they may be fragments that nobody knows. */
export const listOf = (run: Run, value: Value, node: ts.Node, separator: string): readonly Value[] | undefined => {
  const v: Single = choose(run, value);
  if (v.kind === 'array') return v.items.flatMap((item): readonly Value[] => Array.from({ length: numberOf(run, item.presence) }, () => item.value));
  if (v.kind !== 'scalar' || !isBound(run, v, node, separator)) return undefined;
  const element = scalar(node, { taint: v.taint, parent: v, property: unknownKey, fetched: v.fetched, cause: v.cause });
  return Array.from({ length: numberOf(run, 'many') }, () => element);
};
