import type { Random } from 'fast-check';

/** The choices of one generated statement: seeded, so that it can be made again. */
export interface Draw {
  /** 0 … count − 1. */
  readonly below: (count: number) => number;
  /** True in `percent` of 100 cases. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  /** One of some, or nothing when there is none. */
  readonly some: <T>(from: readonly T[]) => T | undefined;
  /** One of some, each as likely as its weight. */
  readonly weighted: <T>(from: readonly (readonly [weight: number, value: T])[]) => T;
}

export const drawFrom = (random: Random): Draw => {
  const below = (count: number): number => (count <= 1 ? 0 : random.nextInt(0, count - 1));
  const weighted = <T>(from: readonly (readonly [number, T])[]): T => {
    let left = below(from.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of from) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new Error('nothing to draw from');
  };
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (from) => from[below(from.length)] ?? from[0],
    some: (from) => from[below(from.length)],
    weighted,
  };
};
