import { type Place } from '@tenantscope/analyzer';

/** A comment that is legal in TypeScript and in SQL, and survives every rewrite of the code around it. */
export const markerText = (id: string): string => `/*@${id}*/`;

const pattern = /\/\*@(\d+)\*\//;

export const markerIn = (text: string): string | undefined => pattern.exec(text)?.[1];

/** The marker of a site is the first one in it: those of queries nested in it come later. */
export const markerAt = (text: string, { line, column, endLine, endColumn }: Place): string | undefined => {
  const starts = lineStarts(text);
  return markerIn(text.slice((starts[line - 1] ?? 0) + column - 1, (starts[endLine - 1] ?? 0) + endColumn - 1));
};

const known = new Map<string, readonly number[]>();

const lineStarts = (text: string): readonly number[] => {
  let starts = known.get(text);
  if (!starts) {
    starts = [0, ...[...text.matchAll(/\n/g)].map((m) => m.index + 1)];
    known.clear();
    known.set(text, starts);
  }
  return starts;
};

/** The text without its markers: for code that a rewrite leaves behind. */
export const unmarked = (text: string): string => text.replace(new RegExp(pattern, 'g'), '');
