import type { Language, Pair, Twin } from './pair.ts';

/** What a tool says of a line: it is wrong, or it cannot be proved right. */
export interface Report {
  readonly file: string;
  readonly line: number;
  readonly unproven: boolean;
}

/** A tool under test. It sees the files as its users would have it see them, and answers with lines. */
export interface Tool {
  readonly name: string;
  /** What the tool is for, where that is not the question asked here. */
  readonly remark?: string;
  readonly languages: readonly Language[];
  readonly run: (pairs: readonly Pair[]) => Promise<readonly Report[]>;
}

export type Flag = 'clear' | 'unproven' | 'flagged';

/** In a leaking twin, what is said of a statement that is marked safe does not count as finding the leak. */
const isAbout = (twin: Twin, line: number): boolean => {
  if (line < twin.from || line > twin.to) return false;
  const mark = twin.marks.findLast((m) => m.line <= line) ?? twin.marks[0];
  return mark?.kind === 'leak' || !twin.marks.some((m) => m.kind === 'leak');
};

/** Anything that is not proved stops the merge, so unproven counts as flagged; how much of it there is is told beside. */
export const flagOf = (pair: Pair, twin: Twin, reports: readonly Report[]): Flag => {
  const about = reports.filter((r) => r.file === pair.file && isAbout(twin, r.line));
  if (about.length === 0) return 'clear';
  return about.every((r) => r.unproven) ? 'unproven' : 'flagged';
};
