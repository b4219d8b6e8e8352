/** The middle one: what else the machine does shows at the ends. */
export const median = (values: readonly number[]): number => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;

/** One side of a comparison: does its work a few times. */
export type Side = () => void | Promise<void>;

/**
 * Runs the sides in turn, in many short rounds, and returns the milliseconds of each round of each. The order changes
 * with every round, so that none is always the one after another.
 */
export const takeTurns = async (sides: readonly Side[], rounds: number): Promise<readonly (readonly number[])[]> => {
  const times = sides.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const at = (round + turn) % sides.length;
      const started = performance.now();
      await sides[at]?.();
      times[at]?.push(performance.now() - started);
    }
  }
  return times;
};
