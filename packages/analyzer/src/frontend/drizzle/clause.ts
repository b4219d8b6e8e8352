import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { chunkOf } from './chunk.ts';
import { hole, type Part, separated } from './part.ts';

export const first = (args: Arguments): Value => args.values[0] ?? undefinedValue;
export const firstNode = (args: Arguments): ts.Node => args.nodes[0] ?? args.call;

/** A value, or what a callback gives for what the library hands it. */
export const settle = (run: Run, value: Value, given: () => readonly Value[], node: ts.Node): Single => {
  const v = choose(run, value);
  return v.kind === 'function' ? choose(run, run.call(v, given(), node)) : v;
};

const isNothing = (v: Single): boolean => v.kind === 'constant' && !v.value;

/** A condition: one that is missing leaves the clause out. */
export const conditionFrom = (run: Run, v: Single, node: ts.Node): readonly Part[] | undefined => {
  if (isNothing(v)) return undefined;
  if (v.kind === 'object' || v.kind === 'array') return [hole(`the condition ${spelled(node)} is no SQL`)];
  if (v.kind === 'scalar') return [hole(v.cause ?? `the condition ${spelled(node)} is not followed`)];
  const parts = chunkOf(run, v, node);
  // A fragment without text leaves the word WHERE alone, which PostgreSQL refuses.
  return parts.length === 0 ? [hole(`the condition ${spelled(node)} is empty`)] : parts;
};

/** The arguments of `groupBy` and `orderBy`, or of the callback that gives them. In which order they stand makes no difference. */
export const listFrom = (run: Run, args: Arguments, given: () => Value): readonly Part[] => {
  const [head] = args.values;
  const v = head && choose(run, head);
  if (v?.kind === 'function') {
    const made = choose(run, run.call(v, [given()], firstNode(args)));
    return itemsFrom(run, made.kind === 'array' ? made.items.map((i) => i.value) : [made], firstNode(args));
  }
  const spreads = (args.spreads ?? []).map(({ value, node }) => itemsFrom(run, [value], node));
  return separated([...args.values.map((value, i) => itemsFrom(run, [value], args.nodes[i] ?? args.call)), ...spreads].filter((p) => p.length > 0), ', ');
};

/** The elements of a list, or one thing alone. */
export const itemsFrom = (run: Run, values: readonly Value[], node: ts.Node): readonly Part[] =>
  separated(
    values.flatMap((value) => {
      const v = choose(run, value);
      if (v.kind === 'array') return v.items.map((i) => chunkOf(run, i.value, node));
      return [v.kind === 'scalar' ? [hole(`${spelled(node)} is not followed`)] : chunkOf(run, v, node)];
    }),
    ', ',
  );

/** LIMIT and OFFSET: anything but a number or an expression leaves the clause out, which only reads more of the same rows. */
export const numberFrom = (run: Run, args: Arguments): readonly Part[] | undefined => {
  const v = choose(run, first(args));
  if (v.kind === 'constant' && typeof v.value !== 'number') return undefined;
  return chunkOf(run, v, firstNode(args));
};
