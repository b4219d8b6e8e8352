import type { Pair } from './pair.ts';
import { flagOf, type Report } from './tool.ts';

/** How a tool did. Undefined where nothing can be divided. */
export interface Score {
  readonly pairs: number;
  /** Leaking twins that were flagged: true positive rate, which is also the recall. */
  readonly recall: number | undefined;
  /** Fixed twins that were flagged. */
  readonly falsePositiveRate: number | undefined;
  /** Youden's J, TPR − FPR: 1 is perfect, 0 is what flagging everything or nothing earns. */
  readonly youden: number | undefined;
  readonly precision: number | undefined;
  /** Twins of either kind that were left unproven. */
  readonly unproven: number | undefined;
}

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

/** Over some pairs, each with the same weight. */
export const scoreOf = (pairs: readonly Pair[], reports: readonly Report[]): Score => {
  const leaking = pairs.map((p) => flagOf(p, p.leaking, reports));
  const fixed = pairs.map((p) => flagOf(p, p.fixed, reports));
  const caught = leaking.filter((f) => f !== 'clear').length;
  const blamed = fixed.filter((f) => f !== 'clear').length;
  return {
    pairs: pairs.length,
    recall: ratio(caught, pairs.length),
    falsePositiveRate: ratio(blamed, pairs.length),
    youden: ratio(caught - blamed, pairs.length),
    precision: ratio(caught, caught + blamed),
    unproven: ratio([...leaking, ...fixed].filter((f) => f === 'unproven').length, 2 * pairs.length),
  };
};

export interface ClassScore extends Score {
  readonly className: string;
}

/** Class by class; a class is a language's file of pairs. */
export const classScores = (pairs: readonly Pair[], reports: readonly Report[]): readonly ClassScore[] => {
  const classOf = (p: Pair): string => `${p.language}/${p.className}`;
  const classNames = [...new Set(pairs.map(classOf))];
  return classNames.map((className) => ({ className, ...scoreOf(pairs.filter((p) => classOf(p) === className), reports) }));
};

/** Over all pairs, with J as the mean of the classes': no class weighs more for having more pairs. */
export const overallScore = (pairs: readonly Pair[], reports: readonly Report[]): Score => {
  const classes = classScores(pairs, reports).flatMap((c) => (c.youden === undefined ? [] : [c.youden]));
  return { ...scoreOf(pairs, reports), youden: ratio(classes.reduce((sum, j) => sum + j, 0), classes.length) };
};
