import type { Pair } from './pair.ts';
import { classScores, type ClassScore, overallScore, type Score } from './score.ts';
import type { Row } from './table.ts';
import { flagOf, type Report, type Tool } from './tool.ts';
import { notRun, peers } from './tools/index.ts';
import { tenantscope } from './tools/tenantscope.ts';

/** Every tool's figures, ours first and class by class. */
export interface Comparison {
  readonly ours: Score;
  readonly classes: readonly ClassScore[];
  /** The pairs that ours gets wrong. */
  readonly wrong: readonly string[];
  readonly rows: readonly Row[];
}

const wrongOf = (pairs: readonly Pair[], reports: readonly Report[]): readonly string[] =>
  pairs.flatMap((pair) => {
    const missed = flagOf(pair, pair.leaking, reports) === 'clear' ? [`missed leak: ${pair.file}:${pair.leaking.from} ${pair.id}`] : [];
    const flag = flagOf(pair, pair.fixed, reports);
    return flag === 'clear' ? missed : [...missed, `false alarm (${flag}): ${pair.file}:${pair.fixed.from} ${pair.id}`];
  });

/** A peer that fails is listed with the reason. */
const rowOf = async (tool: Tool, pairs: readonly Pair[]): Promise<Row> => {
  const own = pairs.filter((p) => tool.languages.includes(p.language));
  try {
    return { name: tool.name, remark: tool.remark, score: overallScore(own, await tool.run(own)) };
  } catch (error) {
    return { name: tool.name, remark: `failed: ${error instanceof Error ? error.message : String(error)}`, score: undefined };
  }
};

/** Runs every tool on the pairs in its languages; a failure of ours is an error. */
export const compare = async (pairs: readonly Pair[]): Promise<Comparison> => {
  const reports = await tenantscope.run(pairs);
  const ours = overallScore(pairs, reports);
  const rows: Row[] = [{ name: tenantscope.name, remark: tenantscope.remark, score: ours }];
  for (const peer of peers) rows.push(await rowOf(peer, pairs));
  const absent = notRun.map(({ name, reason }): Row => ({ name, remark: `not run: ${reason}`, score: undefined }));
  return { ours, classes: classScores(pairs, reports), wrong: wrongOf(pairs, reports), rows: [...rows, ...absent] };
};
