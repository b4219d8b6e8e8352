import type { ClassScore, Score } from './score.ts';

/** A tool's row: its score, or why there is none. */
export interface Row {
  readonly name: string;
  readonly remark: string | undefined;
  readonly score: Score | undefined;
}

const figure = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));
const share = (value: number | undefined): string => (value === undefined ? '–' : `${(100 * value).toFixed(1)} %`);

const cells = (score: Score): readonly string[] => [
  String(score.pairs),
  figure(score.recall),
  figure(score.falsePositiveRate),
  figure(score.youden),
  figure(score.precision),
  figure(score.recall),
  share(score.unproven),
];

const heading = ['tool', 'pairs', 'TPR', 'FPR', 'J', 'precision', 'recall', 'unproven', ''];

const laidOut = (rows: readonly (readonly string[])[]): string => {
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, i) => (i === 0 || i === heading.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd()).join('\n');
};

/** One table: a row for each tool, and under tenantscope's a row for each class. */
export const renderTable = (rows: readonly Row[], classes: readonly ClassScore[]): string => {
  const lines = rows.flatMap(({ name, remark, score }, i) => {
    const row = [name, ...(score ? cells(score) : heading.slice(1, -1).map(() => '–')), remark ?? ''];
    return i === 0 ? [row, ...classes.map((c) => [`  ${c.className}`, ...cells(c), ''])] : [row];
  });
  return laidOut([heading, ...lines]);
};
