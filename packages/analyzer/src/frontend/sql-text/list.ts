import { choose } from '../../flow/branch.ts';
import { literalUnion } from '../../flow/property.ts';
import type { Run } from '../../flow/run.ts';
import type { ArrayValue, Item, Value } from '../../flow/value.ts';

/** How often an element may stand in a list; twice stands for any number of times. */
const times: Readonly<Record<Item['presence'], readonly number[]>> = { one: [1], optional: [0, 1], many: [0, 1, 2] };

/** One of the numbers of times that an element may stand in a list. */
export const numberOf = (run: Run, presence: Item['presence']): number => {
  const picked = choose(run, literalUnion(times[presence]));
  return picked.kind === 'constant' ? Number(picked.value) : 0;
};

/** One of the lists that a list of unknown length may be, as its elements. */
export const elementsOf = (run: Run, { items }: ArrayValue): readonly Value[] =>
  items.flatMap((item): readonly Value[] => Array.from({ length: numberOf(run, item.presence) }, () => item.value));
