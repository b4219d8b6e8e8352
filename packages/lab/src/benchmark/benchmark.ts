import type { Pair } from './pair.ts';
import { classScores, type ClassScore, overallScore } from './score.ts';
import type { Row } from './table.ts';
import { flagOf, type Report } from './tool.ts';
import { notRun, tools } from './tools/index.ts';

/** Every tool's figures, ours first and class by class. */
export interface Comparison {
  readonly rows: readonly Row[];
  readonly classes: readonly ClassScore[];
  /** The pairs that ours gets wrong. */
  readonly wrong: readonly string[];
}

const wrongOf = (pairs: readonly Pair[], reports: readonly Report[]): readonly string[] =>
  pairs.flatMap((pair) => {
    const missed = flagOf(pair, pair.leaking, reports) === 'clear' ? [`missed leak: ${pair.file}:${pair.leaking.from} ${pair.id}`] : [];
    const flag = flagOf(pair, pair.fixed, reports);
    return flag === 'clear' ? missed : [...missed, `false alarm (${flag}): ${pair.file}:${pair.fixed.from} ${pair.id}`];
  });

/** Runs every tool on the pairs in its languages. A peer that fails is listed with the reason; a failure of ours is an error. */
export const compare = async (pairs: readonly Pair[]): Promise<Comparison> => {
  const rows: Row[] = [];
  let classes: readonly ClassScore[] = [];
  let wrong: readonly string[] = [];
  for (const [i, tool] of tools.entries()) {
    const own = pairs.filter((p) => tool.languages.includes(p.language));
    let reports: readonly Report[];
    try {
      reports = await tool.run(own);
    } catch (error) {
      if (i === 0) throw error;
      rows.push({ name: tool.name, remark: `failed: ${error instanceof Error ? error.message : String(error)}`, score: undefined });
      continue;
    }
    if (i === 0) {
      classes = classScores(own, reports);
      wrong = wrongOf(own, reports);
    }
    rows.push({ name: tool.name, remark: tool.remark, score: overallScore(own, reports) });
  }
  return { rows: [...rows, ...notRun.map(({ name, reason }) => ({ name, remark: `not run: ${reason}`, score: undefined }))], classes, wrong };
};
