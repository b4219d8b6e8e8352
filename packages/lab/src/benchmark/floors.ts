import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchmark, type Pair } from './pair.ts';
import type { ClassScore, Score } from './score.ts';

/** What has been reached once and is not given up again. */
export type Floors = Readonly<Record<string, number>>;

const file = join(benchmark, 'floors.json');

export const readFloors = (): Floors => JSON.parse(readFileSync(file, 'utf8')) as Floors;

/** Three decimals, cut: a floor is never above what was measured. */
const cut = (value: number | undefined): number => Math.floor((value ?? 0) * 1000 + 1e-9) / 1000;

/** The figures that have a floor. */
export const measuredFloors = (pairs: readonly Pair[], overall: Score, classes: readonly ClassScore[]): Floors => ({
  pairs: pairs.length,
  'typescript pairs': pairs.filter((p) => p.language === 'typescript').length,
  J: cut(overall.youden),
  precision: cut(overall.precision),
  recall: cut(overall.recall),
  ...Object.fromEntries(classes.map((c) => [`J ${c.className}`, cut(c.youden)])),
});

/** Figures that fell below their floor, or lost it. */
export const belowFloor = (floors: Floors, measured: Floors): readonly string[] =>
  Object.entries(floors).flatMap(([name, floor]) => ((measured[name] ?? -1) < floor ? [`${name}: ${measured[name] ?? 'gone'}, and the floor is ${floor}`] : []));

/** Figures whose floor can be raised; leaving it would let the next change lose what this one won. */
export const raisable = (floors: Floors, measured: Floors): readonly string[] =>
  Object.entries(measured).flatMap(([name, value]) => (value > (floors[name] ?? -1) ? [`${name}: ${floors[name] ?? 'no floor'} → ${value}`] : []));

/** Raises floors to what was measured; none is lowered. */
export const writeFloors = (floors: Floors, measured: Floors): void => {
  const raised = Object.fromEntries([...new Set([...Object.keys(measured), ...Object.keys(floors)])].map((name) => [name, Math.max(measured[name] ?? -1, floors[name] ?? -1)]));
  writeFileSync(file, `${JSON.stringify(raised, undefined, 2)}\n`);
};
