import type { Program, World } from '../support/worlds.ts';
import type { Fluent } from './fluent.ts';
import { drawFrom } from './random.ts';
import { anySelect } from './select.ts';
import { anyWrite } from './writes.ts';

/** The program of a seed. */
const programOf =
  (seed: number): Program =>
  async (db) => {
    const draw = drawFrom(seed);
    const fluent = db as unknown as Fluent;
    return (draw.chance(0.6) ? anySelect : anyWrite)(draw, fluent).execute();
  };

export interface Report {
  readonly programs: number;
  /** Ran in both worlds. */
  readonly ran: number;
  readonly withRows: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

/**
 * Runs programs as tenant a, once beside tenant b's rows and once without them. The results, and a's rows afterwards, must be equal, and
 * nobody else's row may have moved.
 */
export const differ = async (both: World, alone: World, seeds: Iterable<number>): Promise<Report> => {
  const failed: Record<string, number> = {};
  const differences: string[] = [];
  let [programs, ran, withRows] = [0, 0, 0];
  for (const seed of seeds) {
    const program = programOf(seed);
    const [one, other] = await Promise.all([both.run(program), alone.run(program)]);
    programs++;
    if (one.result !== other.result || one.own !== other.own || one.othersChanged || other.othersChanged) {
      differences.push([`seed ${seed}`, one.sent.join('\n'), `with b: ${one.result}`, `alone: ${other.result}`, one.own === other.own ? '' : `a's rows differ:\n${one.own}\n--\n${other.own}`, one.othersChanged ? "b's rows changed" : ''].join('\n'));
    }
    if (one.error === undefined) {
      ran++;
      if (one.result !== '[]') withRows++;
    } else failed[one.result] = (failed[one.result] ?? 0) + 1;
  }
  return { programs, ran, withRows, failed, differences };
};
