/** As ESLint has them: lines start at 1, columns at 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;

export const positionAt = (text: string, offset: number): Position => {
  let line = 1;
  let start = 0;
  for (const { index, 0: found } of text.slice(0, offset).matchAll(lineBreak)) {
    line += 1;
    start = index + found.length;
  }
  return { line, column: offset - start };
};

/** Whether the code around a place makes what stands there a part of something longer: another query than the one that was judged. */
const continues = (text: string, start: number, end: number): boolean =>
  /[\w$.]$/.test(text.slice(0, start)) || /^\s*(?:\?\.|[.([`!])|^[\w$]/.test(text.slice(end, end + 200));

/** The only place of a chain in a text, by itself; undefined when there is none or more than one. */
export const onlyPlaceOf = (chain: string, text: string): number | undefined => {
  const start = text.indexOf(chain);
  if (start < 0 || chain === '' || text.includes(chain, start + 1)) return undefined;
  return continues(text, start, start + chain.length) ? undefined : start;
};
